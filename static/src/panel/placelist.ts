// The list of places. The server renders it; after the user filters or sorts it is rendered from the layer.

import { byId, h } from '../dom.ts'
import type { PlaceFeature, PlaceProperties } from '../types.ts'
import { countOf, fold, formatNumber, kindLabel, placeDescription, where } from '../words.ts'

/** The number of entries that are added at a time. */
const batchSize = 300

type Compare = (a: PlaceProperties, b: PlaceProperties) => number

const byMentions: Compare = (a, b) => b.mentions - a.mentions || a.name.localeCompare(b.name)

/** The orders of the list by the values of its select element. */
export const orders: Record<string, Compare> = {
  mentions: byMentions,
  name: (a, b) => a.name.localeCompare(b.name),
  country: (a, b) => (a.country_name ?? '').localeCompare(b.country_name ?? '') || b.mentions - a.mentions,
  articles: (a, b) => b.articles - a.articles || b.mentions - a.mentions,
}

/** Returns the folded text that the filter searches. */
export function filterText(p: PlaceProperties): string {
  return fold([p.name, where(p), kindLabel(p.kind), p.phrases].join('\n'))
}

export class PlaceList {
  private readonly places: { properties: PlaceProperties; text: string }[]
  private readonly href: (place: string) => string
  private readonly list = byId('places')
  private readonly form = document.querySelector<HTMLFormElement>('form.filter')
  private matching: PlaceProperties[] = []

  constructor(places: PlaceFeature[], href: (place: string) => string) {
    this.href = href
    this.places = places.map(({ properties }) => ({ properties, text: filterText(properties) }))
    const { form } = this
    if (!form || !this.list) return
    form.addEventListener('submit', event => {
      event.preventDefault()
      this.update()
    })
    form.addEventListener('input', () => this.update())
    // The server renders only the first places; render all of them.
    const pager = document.querySelector('#overview .pager')
    if (pager || this.list.childElementCount === 0) {
      pager?.remove()
      this.update()
    }
  }

  highlight(place: string | undefined): void {
    this.list?.querySelector('.highlighted')?.classList.remove('highlighted')
    if (place !== undefined) this.list?.querySelector(`a[data-place="${CSS.escape(place)}"]`)?.classList.add('highlighted')
  }

  /** Renders the places that match the form. */
  private update(): void {
    const values = new FormData(this.form ?? undefined)
    const query = fold(String(values.get('q') ?? '').trim())
    this.matching = this.places
      .filter(p => p.text.includes(query))
      .map(p => p.properties)
      .sort(orders[String(values.get('sort'))] ?? byMentions)
    const count = byId('count')
    const n = this.matching.length
    if (count) count.textContent = query ? countOf(n, 'place matches', 'places match') : countOf(n, 'place', 'places')
    this.list?.replaceChildren()
    this.addBatch()
    if (n === 0) this.list?.append(h('li', { class: 'none' }, query ? 'No place matches.' : 'No places found in these articles.'))
  }

  private addBatch(): void {
    const { list } = this
    if (!list) return
    list.querySelector('.show-more')?.remove()
    const from = list.childElementCount
    list.append(...this.matching.slice(from, from + batchSize).map(p => placeEntry(p, this.href(p.place))))
    const rest = this.matching.length - list.childElementCount
    if (rest <= 0) return
    const button = h('button', { type: 'button' }, `Show ${formatNumber(Math.min(rest, batchSize))} of ${formatNumber(rest)} more`)
    button.addEventListener('click', () => {
      this.addBatch()
      list.children[from + batchSize]?.querySelector('a')?.focus()
    })
    list.append(h('li', { class: 'show-more' }, button))
  }
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
