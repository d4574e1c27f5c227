// The passages of a place, one at a time: the sentence, where it was published, what it means and why.

import { cutPassage } from './cut.ts'
import { byId, h, isPlainClick, type Child } from './dom.ts'
import type { MentionFeature, MentionProperties, PlaceProperties } from './types.ts'
import { counted, day, described, kindWord, outcomes, percent, roleWords, when, where } from './words.ts'

/** How the card reaches what lies around it. */
export interface CardLinks {
  /** The address of a mention in its article. */
  inContext(m: MentionProperties): string
  /** The address of the place's own page, where there is one. */
  placePage(place: string): string | undefined
  /** The level of the card's heading. */
  heading: 'h1' | 'h2'
  /** Whether links open another page beside this one, as from an embedded map. */
  newTab: boolean
}

export interface CardEvents {
  close(): void
  /** Another passage is shown. */
  shown(m: MentionProperties): void
}

export class Card {
  private readonly element: HTMLElement
  private readonly links: CardLinks
  private readonly events: CardEvents
  private mentions: MentionFeature[] = []
  private index = 0
  private body: HTMLElement | undefined
  private stepper: HTMLElement | undefined

  constructor(links: CardLinks, events: CardEvents) {
    const element = byId('detail')
    if (!element) throw new Error('the page has no element for passages')
    this.element = element
    this.links = links
    this.events = events
    element.setAttribute('role', 'region')
    element.setAttribute('aria-label', 'Passages')
    element.addEventListener('keydown', event => this.key(event))
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  /** Opens the card of a place while its passages are on their way. */
  open(place: PlaceProperties, focus: boolean): void {
    this.mentions = []
    const page = this.links.placePage(place.place)
    const title = h(this.links.heading, { tabindex: -1 }, place.name)
    this.body = h('div', { class: 'card-body', 'aria-live': 'polite' }, h('p', { class: 'quiet' }, 'Loading the passages …'))
    this.stepper = h('div', { class: 'stepper' })
    this.fill(
      h('p', { class: 'kicker' }, `${place.precision}${place.kind === place.precision ? '' : ` · ${kindWord(place.kind)}`}`),
      title,
      h('p', { class: 'where' }, [where(place), counted(place.mentions, 'mention', 'mentions') + ' in ' + counted(place.articles, 'article', 'articles')].filter(Boolean).join(' · ')),
      this.stepper,
      this.body,
      page !== undefined && h('p', { class: 'more' }, this.link(page, `All passages of ${place.name}`)),
    )
    if (focus) title.focus({ preventScroll: true })
  }

  /** Shows the passages, beginning with a mention if it is among them. */
  show(mentions: MentionFeature[], mention?: string): void {
    this.mentions = mentions
    const found = mentions.findIndex(m => m.properties.mention === mention)
    this.index = Math.max(found, 0)
    this.render()
  }

  fail(message: string): void {
    this.body?.replaceChildren(h('p', { class: 'problem' }, message))
  }

  /** Puts other content in the card's place, under the same way back. */
  fill(...content: Child[]): void {
    const back = h('button', { type: 'button', class: 'back' }, byId('overview') ? '‹ All places' : '× Close')
    back.addEventListener('click', () => this.events.close())
    const card = h('div', { class: 'card' }, back, ...content)
    this.element.replaceChildren(card)
    this.element.hidden = false
    this.element.scrollTop = 0
  }

  close(): void {
    this.element.hidden = true
    this.element.replaceChildren()
    this.body = this.stepper = undefined
  }

  private step(by: number): void {
    const n = this.mentions.length
    if (n < 2) return
    this.index = (this.index + by + n) % n
    this.render()
  }

  private key(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowLeft') this.step(-1)
    else if (event.key === 'ArrowRight') this.step(1)
    else if (event.key === 'Escape') this.events.close()
    else return
    event.preventDefault()
  }

  private render(): void {
    const mention = this.mentions[this.index]?.properties
    if (!this.body || !this.stepper) return
    if (!mention) {
      this.body.replaceChildren(h('p', { class: 'quiet' }, 'There is no passage of this place.'))
      return
    }
    this.renderStepper()
    this.body.replaceChildren(quote(mention), this.from(mention), reasons(mention))
    this.events.shown(mention)
  }

  private renderStepper(): void {
    const n = this.mentions.length
    if (!this.stepper) return
    const count = h('span', { class: 'count' }, `${this.index + 1} of ${n}`)
    if (n < 2) {
      this.stepper.replaceChildren(h('span', { class: 'count' }, 'The only passage'))
      return
    }
    const [before, after] = this.stepper.querySelectorAll('button')
    if (before && after) {
      this.stepper.querySelector('.count')?.replaceWith(count)
      return
    }
    const previous = h('button', { type: 'button', 'aria-label': 'Previous passage' }, '‹')
    const next = h('button', { type: 'button', 'aria-label': 'Next passage' }, '›')
    previous.addEventListener('click', () => this.step(-1))
    next.addEventListener('click', () => this.step(1))
    this.stepper.replaceChildren(previous, count, next)
  }

  private from(m: MentionProperties): HTMLElement {
    const source = h('cite', { class: 'source' }, m.title || m.article)
    for (const part of [m.publisher, day(m.published), m.page ? `page ${m.page}` : '']) if (part) source.append(` · ${part}`)
    return h('p', { class: 'from' }, source, ' ', this.link(this.links.inContext(m), 'Read in context', 'context'))
  }

  private link(href: string, text: string, className?: string): HTMLElement {
    return h('a', { href, class: className, ...(this.links.newTab ? { target: '_blank', rel: 'noopener' } : {}) }, text)
  }
}

/** A passage with its mention marked. */
export function quote(m: MentionProperties): HTMLElement {
  const { before, phrase, after } = cutPassage(m)
  return h('blockquote', { class: 'passage' }, h('p', {}, before, h('mark', {}, phrase), after))
}

/** What a mention means, how sure that is, and why. */
export function reasons(m: MentionProperties): HTMLElement {
  const list = h('dl', { class: 'reasons' })
  const row = (name: string, ...content: Child[]): void => {
    list.append(h('div', {}, h('dt', {}, name), h('dd', {}, ...content)))
  }
  const bullets = (text: string): HTMLElement => h('ul', {}, ...text.split('; ').map(part => h('li', {}, part)))
  if (m.name) {
    const place = [m.name, where(m)].filter(Boolean).join(', ')
    const near = m.outcome === 'approximate' ? 'in or near ' : ''
    const within = m.uncertainty_km ? `, within about ${Math.round(m.uncertainty_km)} km` : ''
    row('Means', `${near}${place}${within}${m.outcome === 'ambiguous' ? ' (best guess, not drawn)' : ''}`)
    if (m.confidence) row('Confidence', h('span', { class: `word ${m.confidence}` }, m.confidence), ' ', h('span', { class: 'quiet' }, m.score === undefined ? '' : percent(m.score)))
    if (m.precision) row('Precision', m.precision, ' ', m.kind !== m.precision && h('span', { class: 'quiet' }, `· ${kindWord(m.kind ?? '')}`))
  } else {
    row('Outcome', h('span', { class: `word ${m.outcome}` }, outcomes[m.outcome] ?? m.outcome))
  }
  row('Role', roleWords(m))
  if (m.relation) row('Relation', `“${m.relation}”`)
  const days = when(m)
  if (days) row('When', days)
  if (m.why) row('Why', bullets(m.why))
  if (m.also) row('Could be', h('ul', {}, ...m.also.split('; ').map(other)))
  return list
}

/** Another candidate: "Paris, Texas, United States, settlement (0.12)". */
function other(text: string): HTMLElement {
  const parts = /^(.*), (\S+) \(([01]\.\d\d)\)$/s.exec(text)
  if (!parts) return h('li', {}, text)
  const [, place = '', kind = '', score] = parts
  return h('li', {}, place, ' ', h('span', { class: 'quiet' }, `${kindWord(kind)}, ${percent(Number(score))}`))
}

/** An entry of a list of places. */
export function placeEntry(p: PlaceProperties, href: string): HTMLElement {
  const shape = p.precision === 'country or region' ? 'country' : p.precision
  return h('li', {}, h('a', { href, 'data-place': p.place },
    h('span', { class: `glyph ${shape}${p.confidence === 'likely' ? ' likely' : ''}`, 'aria-hidden': 'true' }),
    h('span', { class: 'name' }, p.name), ' ',
    h('span', { class: 'where' }, described(p)), ' ',
    h('span', { class: 'n' }, String(p.mentions), h('span', { class: 'unseen' }, p.mentions === 1 ? ' mention' : ' mentions'))))
}

/** Lets a link be handled here when it is clicked plainly. */
export function onPlainClick(element: HTMLElement, selector: string, act: (link: HTMLAnchorElement) => void): void {
  element.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest(selector) : null
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event)) return
    event.preventDefault()
    act(link)
  })
}
