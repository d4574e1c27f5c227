// The list of places: as the server wrote it until the reader filters or orders it, then from the layer.

import { placeEntry } from './card.ts'
import { byId, h } from './dom.ts'
import type { PlaceFeature, PlaceProperties } from './types.ts'
import { counted, fold, kindWord, number, where } from './words.ts'

/** How many entries are added at a time. */
const batch = 300

type Order = (a: PlaceProperties, b: PlaceProperties) => number

const orders: Record<string, Order> = {
  mentions: (a, b) => b.mentions - a.mentions || a.name.localeCompare(b.name),
  name: (a, b) => a.name.localeCompare(b.name),
  country: (a, b) => (a.country_name ?? '').localeCompare(b.country_name ?? '') || b.mentions - a.mentions,
  articles: (a, b) => b.articles - a.articles || b.mentions - a.mentions,
}

export class PlaceList {
  private readonly places: { properties: PlaceProperties; text: string }[]
  private readonly href: (place: string) => string
  private readonly list = byId('places')
  private readonly form = document.querySelector<HTMLFormElement>('form.filter')
  private matching: PlaceProperties[] = []

  constructor(places: PlaceFeature[], href: (place: string) => string) {
    this.href = href
    this.places = places.map(({ properties: p }) => ({ properties: p, text: fold([p.name, where(p), kindWord(p.kind), p.phrases].join('\n')) }))
    const form = this.form
    if (!form || !this.list) return
    form.addEventListener('submit', event => {
      event.preventDefault()
      this.update()
    })
    form.addEventListener('input', () => this.update())
    // The server lists the beginning only; here the rest is at hand.
    const pager = document.querySelector('#overview .pager')
    if (pager || this.list.childElementCount === 0) {
      pager?.remove()
      this.update()
    }
  }

  /** The link of a place in the list, if it is shown. */
  entry(place: string): HTMLElement | null {
    return this.list?.querySelector<HTMLElement>(`a[data-place="${CSS.escape(place)}"]`) ?? null
  }

  light(place: string | undefined): void {
    this.list?.querySelector('.lit')?.classList.remove('lit')
    if (place !== undefined) this.entry(place)?.classList.add('lit')
  }

  private update(): void {
    const values = new FormData(this.form ?? undefined)
    const query = fold(String(values.get('q') ?? '').trim())
    const order = orders[String(values.get('sort'))] ?? orders.mentions
    this.matching = this.places.filter(p => p.text.includes(query)).map(p => p.properties).sort(order)
    const count = byId('count')
    if (count) count.textContent = query ? counted(this.matching.length, 'place matches', 'places match') : counted(this.matching.length, 'place', 'places')
    this.list?.replaceChildren()
    this.more()
    if (this.matching.length === 0) this.list?.append(h('li', { class: 'none' }, query ? 'No place matches.' : 'No place was found in these articles.'))
  }

  private more(): void {
    const list = this.list
    if (!list) return
    list.querySelector('.show-more')?.remove()
    const from = list.childElementCount
    list.append(...this.matching.slice(from, from + batch).map(p => placeEntry(p, this.href(p.place))))
    const left = this.matching.length - list.childElementCount
    if (left <= 0) return
    const button = h('button', { type: 'button' }, `Show ${number(Math.min(left, batch))} more of ${number(left)}`)
    button.addEventListener('click', () => {
      this.more()
      const next = list.children[from + batch]?.querySelector('a')
      next?.focus()
    })
    list.append(h('li', { class: 'show-more' }, button))
  }
}
