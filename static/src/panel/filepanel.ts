// Articles and lists of a single-file map, shown in the card. On a server these are pages.

import { h, webURL } from '../dom.ts'
import type { EmbeddedLayers, FileArticle } from '../layersource.ts'
import type { DetailPanel } from '../map/mapview.ts'
import { formatState, type State } from '../state.ts'
import type { MentionProperties } from '../types.ts'
import { countOf, day, formatNumber, outcomeLabel } from '../words.ts'
import { type Card, quote, reasonList, sourceLine } from './card.ts'
import { createNote, type HighlightEvents, Highlights } from './highlights.ts'
import { splitText } from './split.ts'

/** The maximum number of mentions in a list. */
const maxEntries = 500

export class FilePanel implements DetailPanel {
  private readonly source: EmbeddedLayers
  private readonly events: HighlightEvents
  private highlights: Highlights | undefined

  constructor(source: EmbeddedLayers, events: HighlightEvents) {
    this.source = source
    this.events = events
  }

  open(state: State, card: Card): boolean {
    this.highlights = undefined
    if (state.article !== undefined) return this.openArticle(state.article, state.mention, card)
    if (state.ledger !== undefined) this.openLedger(state.ledger, card)
    else if (state.articles) this.openArticles(card)
    else return false
    return true
  }

  highlight(place: string | undefined): void {
    this.highlights?.highlight(place)
  }

  private openArticle(id: string, mention: string | undefined, card: Card): boolean {
    const article = this.source.articles.find(a => a.id === id)
    if (!article) return false
    const mentions = this.source.mentions.map(m => m.properties).filter(m => m.article === id)
    const paragraphs = splitText(article.text, mentions).map(segments =>
      h('p', { dir: 'auto' }, ...segments.map(s => (s.mention ? mentionLink(s.text, s.mention) : s.text))),
    )
    const text = h('div', { class: 'story', lang: article.language }, ...paragraphs)
    const note = createNote()
    const address = webURL(article.url)
    const original =
      address !== undefined && h('a', { href: address, rel: 'noopener noreferrer external', target: '_blank' }, 'Open the original')
    const title = h('h1', { tabindex: -1, dir: 'auto' }, article.title)
    card.fill(h('p', { class: 'kicker' }, publication(article)), title, original && h('p', { class: 'byline' }, original), text, note)
    const byId = new Map(mentions.map(m => [m.mention, m]))
    this.highlights = new Highlights(text, note, this.events, id => {
      const m = byId.get(id)
      return m && reasonList(m)
    })
    if (mention === undefined || !this.highlights.open(`m-${mention}`)) title.focus({ preventScroll: true })
    return true
  }

  private openArticles(card: Card): void {
    const entry = (a: FileArticle): HTMLElement =>
      h(
        'li',
        {},
        h('h3', {}, h('a', { href: formatState({ article: a.id }), dir: 'auto' }, a.title)),
        h('p', { class: 'quiet' }, publication(a)),
      )
    const { articles } = this.source
    card.fill(
      h('h1', { tabindex: -1 }, countOf(articles.length, 'article', 'articles')),
      h('ol', { class: 'articles' }, ...articles.map(entry)),
    )
  }

  private openLedger(outcome: string, card: Card): void {
    const all = this.source.mentions.map(m => m.properties).filter(m => outcome === '' || m.outcome === outcome)
    const entry = (m: MentionProperties): HTMLElement => {
      const context = h('a', { href: formatState({ article: m.article, mention: m.mention }), class: 'context' }, 'Read in context')
      return h('div', { class: 'mention' }, quote(m), h('p', { class: 'from' }, sourceLine(m), ' ', context), reasonList(m))
    }
    const heading = outcome === '' ? countOf(all.length, 'mention', 'mentions') : `${formatNumber(all.length)} ${outcomeLabel(outcome)}`
    const truncated = all.length > maxEntries && `These are the first ${maxEntries}. Download the mentions to see all.`
    card.fill(
      h('h1', { tabindex: -1 }, heading),
      h('div', { class: 'mentions' }, ...all.slice(0, maxEntries).map(entry)),
      truncated && h('p', { class: 'quiet' }, truncated),
    )
  }
}

function publication(a: FileArticle): string {
  return [a.publisher, day(a.published)].filter(Boolean).join(' · ')
}

/** Returns a highlighted mention of the text. */
function mentionLink(text: string, m: MentionProperties): HTMLElement {
  const onMap = m.outcome === 'placed' || m.outcome === 'country'
  const attributes = {
    class: `m o-${m.outcome}${m.confidence === 'likely' ? ' likely' : ''}`,
    id: `m-${m.mention}`,
    href: formatState({ article: m.article, mention: m.mention }),
    'data-place': onMap ? m.place : undefined,
  }
  return h('a', attributes, h('mark', {}, text))
}
