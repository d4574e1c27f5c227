// The card of a place: its passages one at a time, with their sources, places and reasons.

import { byId, type Child, h } from '../dom.ts'
import type { MentionFeature, MentionProperties, PlaceProperties } from '../types.ts'
import {
  capitalize,
  countOf,
  dateRange,
  day,
  formatNumber,
  kindAndPrecision,
  kindLabel,
  outcomeLabel,
  percent,
  placeDescription,
  roleWords,
  where,
} from '../words.ts'
import { splitPassage } from './split.ts'

/** Links of the card to other pages. */
export interface CardLinks {
  /** Returns the address of a mention in its article. */
  inContext(m: MentionProperties): string
  /** Returns the address of a place's page, or undefined. */
  placePage(place: string): string | undefined
  /** The level of the card's heading. */
  heading: 'h1' | 'h2'
  /** Whether links open in a new tab, as in an embedded map. */
  newTab: boolean
}

export interface CardEvents {
  close(): void
  /** A passage is shown. */
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
    if (!element) throw new Error('the page has no element #detail')
    this.element = element
    this.links = links
    this.events = events
    element.setAttribute('role', 'region')
    element.setAttribute('aria-label', 'Passages')
    element.addEventListener('keydown', event => this.handleKey(event))
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  /** Opens the card of a place before its passages are loaded. */
  open(place: PlaceProperties, focus: boolean): void {
    this.mentions = []
    const page = this.links.placePage(place.place)
    const title = h(this.links.heading, { tabindex: -1, dir: 'auto' }, place.name)
    const counts = `${countOf(place.mentions, 'mention', 'mentions')} in ${countOf(place.articles, 'article', 'articles')}`
    this.body = h('div', { class: 'card-body', 'aria-live': 'polite' }, h('p', { class: 'quiet' }, 'Loading the passages …'))
    this.stepper = h('div', { class: 'stepper' })
    this.fill(
      h('p', { class: 'kicker' }, capitalize(kindAndPrecision(place.kind, place.precision))),
      title,
      h('p', { class: 'where' }, [where(place), counts].filter(Boolean).join(' · ')),
      this.stepper,
      this.body,
      page !== undefined && h('p', { class: 'more' }, this.link(page, allPassages(place))),
    )
    if (focus) title.focus({ preventScroll: true })
  }

  /** Shows the passages, starting with a mention if it is one of them. */
  show(mentions: MentionFeature[], mention?: string): void {
    this.mentions = mentions
    this.index = Math.max(
      mentions.findIndex(m => m.properties.mention === mention),
      0,
    )
    this.render()
  }

  /** Reports that the passages could not be loaded, with a button that calls retry. */
  fail(retry: () => void): void {
    const button = h('button', { type: 'button' }, 'Try again')
    button.addEventListener('click', retry)
    this.body?.replaceChildren(h('p', { class: 'problem' }, 'The passages could not be loaded. Check the connection.'), h('p', {}, button))
  }

  /** Replaces the content of the card below its back button. */
  fill(...content: Child[]): void {
    const back = h('button', { type: 'button', class: 'back' }, byId('overview') ? '‹ All places' : '× Close')
    back.addEventListener('click', () => this.events.close())
    this.element.replaceChildren(h('div', { class: 'card' }, back, ...content))
    this.element.hidden = false
    this.element.scrollTop = 0
  }

  close(): void {
    this.element.hidden = true
    this.element.replaceChildren()
    this.body = undefined
    this.stepper = undefined
  }

  private step(by: number): void {
    const n = this.mentions.length
    if (n < 2) return
    this.index = (this.index + by + n) % n
    this.render()
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ArrowLeft') this.step(-1)
    else if (event.key === 'ArrowRight') this.step(1)
    else if (event.key === 'Escape') this.events.close()
    else return
    event.preventDefault()
  }

  private render(): void {
    if (!this.body || !this.stepper) return
    const mention = this.mentions[this.index]?.properties
    if (!mention) {
      this.body.replaceChildren(h('p', { class: 'quiet' }, 'No passages for this place'))
      return
    }
    this.renderStepper(this.stepper)
    this.body.replaceChildren(quote(mention), this.source(mention), reasonList(mention))
    this.events.shown(mention)
  }

  /** Updates the count, and adds the buttons when they are needed first: they keep the focus. */
  private renderStepper(stepper: HTMLElement): void {
    const n = this.mentions.length
    const count = h('span', { class: 'count' }, n < 2 ? '1 passage' : `${formatNumber(this.index + 1)} of ${formatNumber(n)}`)
    const old = stepper.querySelector('.count')
    if (old) {
      old.replaceWith(count)
      return
    }
    if (n < 2) {
      stepper.replaceChildren(count)
      return
    }
    const previous = h('button', { type: 'button', 'aria-label': 'Previous passage' }, '‹')
    const next = h('button', { type: 'button', 'aria-label': 'Next passage' }, '›')
    previous.addEventListener('click', () => this.step(-1))
    next.addEventListener('click', () => this.step(1))
    stepper.replaceChildren(previous, count, next)
  }

  private source(m: MentionProperties): HTMLElement {
    return h('p', { class: 'from' }, sourceLine(m), ' ', this.link(this.links.inContext(m), 'Read in context', 'context'))
  }

  private link(href: string, text: string, className?: string): HTMLElement {
    return h('a', { href, class: className, ...(this.links.newTab ? { target: '_blank', rel: 'noopener' } : {}) }, text)
  }
}

function allPassages(place: PlaceProperties): string {
  return place.mentions === 1 ? `The page of ${place.name}` : `All ${formatNumber(place.mentions)} passages about ${place.name}`
}

/** Returns the title, publisher, day and page of a mention's article. */
export function sourceLine(m: Pick<MentionProperties, 'title' | 'publisher' | 'published' | 'page'>): HTMLElement {
  const cite = h('cite', { class: 'source' }, h('bdi', {}, m.title || 'Untitled article'))
  for (const part of [m.publisher && h('bdi', {}, m.publisher), day(m.published), m.page && `page ${m.page}`])
    if (part) cite.append(' · ', part)
  return cite
}

/** Returns a passage with its mention highlighted. */
export function quote(m: MentionProperties): HTMLElement {
  const { before, phrase, after } = splitPassage(m)
  return h('blockquote', { class: 'passage', dir: 'auto' }, h('p', {}, before, h('mark', {}, phrase), after))
}

/** Lists what a mention means, how sure that is, and why. */
export function reasonList(m: MentionProperties): HTMLElement {
  const list = h('dl', { class: 'reasons' })
  const addRow = (name: string, ...content: Child[]): void => {
    list.append(h('div', {}, h('dt', {}, name), h('dd', {}, ...content)))
  }
  if (m.name) {
    addRow('Where', placeWords(m))
    const score = m.score === undefined ? '' : percent(m.score)
    if (m.confidence)
      addRow('Confidence', h('span', { class: `word ${m.confidence}` }, m.confidence), ' ', h('span', { class: 'quiet' }, score))
    if (m.precision) addRow('Kind', kindAndPrecision(m.kind ?? '', m.precision))
  } else {
    addRow('Result', h('span', { class: `word ${m.outcome}` }, outcomeLabel(m.outcome)))
  }
  addRow('Used for', roleWords(m))
  if (m.relation) addRow('Position', '“', h('bdi', {}, m.relation), '”')
  const days = dateRange(m)
  if (days) addRow('When', days)
  if (m.why) addRow('Why', h('ul', {}, ...m.why.split('; ').map(reason => h('li', {}, reason))))
  if (m.also) addRow('Other possible places', h('ul', {}, ...m.also.split('; ').map(alternative)))
  return list
}

/** Describes the place of a mention: "in or near Chaman, Pakistan, within about 25 km". */
function placeWords(m: MentionProperties): string {
  const place = [m.name, where(m)].filter(Boolean).join(', ')
  const near = m.outcome === 'approximate' ? 'in or near ' : ''
  const within = m.uncertainty_km && m.uncertainty_km >= 0.5 ? `, within about ${Math.round(m.uncertainty_km)} km` : ''
  return `${near}${place}${within}${m.outcome === 'ambiguous' ? ' (best guess, not on the map)' : ''}`
}

/** Parses an alternative as the layer writes it: "Paris, Texas, United States, settlement (0.12)". */
function alternative(text: string): HTMLElement {
  const parts = /^(.*), (\S+) \(([01]\.\d\d)\)$/s.exec(text)
  if (!parts) return h('li', {}, text)
  const [, place = '', kind = '', score] = parts
  return h('li', {}, place, ' ', h('span', { class: 'quiet' }, `${kindLabel(kind)}, ${percent(Number(score))}`))
}

/** Returns an entry of the list of places. */
export function placeEntry(p: PlaceProperties, href: string): HTMLElement {
  const symbol = p.precision === 'country or region' ? 'country' : p.precision
  const count = h(
    'span',
    { class: 'n' },
    formatNumber(p.mentions),
    h('span', { class: 'visually-hidden' }, p.mentions === 1 ? ' mention' : ' mentions'),
  )
  const link = h(
    'a',
    { href, 'data-place': p.place },
    h('span', { class: `glyph ${symbol}${p.confidence === 'likely' ? ' likely' : ''}`, 'aria-hidden': 'true' }),
    h('span', { class: 'name', dir: 'auto' }, p.name),
    ' ',
    h('span', { class: 'where' }, placeDescription(p)),
    ' ',
    count,
  )
  return h('li', {}, link)
}
