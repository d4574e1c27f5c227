// What a map kept in a file shows beside its map besides passages: its articles, with every mention marked, and
// the lists behind its ledger. On a server these are pages of their own.

import { quote, reasons, type Card } from './card.ts'
import { cutText } from './cut.ts'
import type { FileArticle, Inline } from './data.ts'
import { h, webAddress } from './dom.ts'
import type { Panels } from './mapview.ts'
import { makeNote, Marks, type MarkEvents } from './marks.ts'
import { formatState, type State } from './state.ts'
import type { MentionProperties } from './types.ts'
import { counted, day, outcomes } from './words.ts'

/** The most entries that a list behind a number shows. */
const mostEntries = 500

export class Reader implements Panels {
  private readonly source: Inline
  private readonly events: MarkEvents
  private marks: Marks | undefined

  constructor(source: Inline, events: MarkEvents) {
    this.source = source
    this.events = events
  }

  open(state: State, card: Card): boolean {
    this.marks = undefined
    if (state.article !== undefined) return this.openArticle(state.article, state.mention, card)
    if (state.ledger !== undefined) this.openLedger(state.ledger, card)
    else if (state.articles) this.openArticles(card)
    else return false
    return true
  }

  light(place: string | undefined): void {
    this.marks?.light(place)
  }

  private openArticle(id: string, mention: string | undefined, card: Card): boolean {
    const article = this.source.articles.find(a => a.id === id)
    if (!article) return false
    const mentions = this.source.mentions.map(m => m.properties).filter(m => m.article === id)
    const paragraphs = cutText(article.text, mentions).map(pieces => h('p', {}, ...pieces.map(p => (p.mention ? marked(p.text, p.mention) : p.text))))
    const text = h('div', { class: 'story' }, ...paragraphs)
    const note = makeNote()
    const address = webAddress(article.url)
    const title = h('h1', { tabindex: -1 }, article.title)
    card.fill(
      h('p', { class: 'kicker' }, [article.publisher, day(article.published)].filter(Boolean).join(' · ')),
      title,
      address !== undefined && h('p', { class: 'byline' }, h('a', { href: address, rel: 'noopener noreferrer external', target: '_blank' }, 'Original article')),
      text,
      note,
    )
    const byMention = new Map(mentions.map(m => [m.mention, m]))
    this.marks = new Marks(text, note, this.events, wanted => {
      const found = byMention.get(wanted)
      return found && reasons(found)
    })
    if (mention === undefined || !this.marks.open(`m-${mention}`)) title.focus({ preventScroll: true })
    return true
  }

  private openArticles(card: Card): void {
    const entry = (a: FileArticle): HTMLElement => h('li', {},
      h('h3', {}, h('a', { href: formatState({ article: a.id }) }, a.title)),
      h('p', { class: 'quiet' }, [a.publisher, day(a.published)].filter(Boolean).join(' · ')))
    card.fill(h('h1', { tabindex: -1 }, counted(this.source.articles.length, 'article', 'articles')), h('ol', { class: 'articles' }, ...this.source.articles.map(entry)))
  }

  private openLedger(outcome: string, card: Card): void {
    const all = this.source.mentions.map(m => m.properties).filter(m => outcome === '' || m.outcome === outcome)
    const entry = (m: MentionProperties): HTMLElement => h('div', { class: 'mention' },
      quote(m),
      h('p', { class: 'from' }, h('cite', { class: 'source' }, m.title || m.article), ' ',
        h('a', { href: formatState({ article: m.article, mention: m.mention }), class: 'context' }, 'Read in context')),
      reasons(m))
    card.fill(
      h('h1', { tabindex: -1 }, outcome === '' ? counted(all.length, 'mention', 'mentions') : `${all.length} ${outcomes[outcome] ?? outcome}`),
      h('div', { class: 'mentions' }, ...all.slice(0, mostEntries).map(entry)),
      all.length > mostEntries && h('p', { class: 'quiet' }, `The first ${mostEntries} are shown. Download the mentions for all of them.`),
    )
  }
}

/** A mention as the text marks it. */
function marked(text: string, m: MentionProperties): HTMLElement {
  const drawn = m.outcome === 'placed' || m.outcome === 'country'
  return h('a', {
    class: `m o-${m.outcome}${m.confidence === 'likely' ? ' likely' : ''}`,
    id: `m-${m.mention}`,
    href: formatState({ article: m.article, mention: m.mention }),
    'data-place': drawn ? m.place : undefined,
  }, h('mark', {}, text))
}
