// The list of places: rows are drawn as they scroll into view. The list stays in the page whatever else is open.

import { h, hasCoarsePointer } from '../dom.ts'
import { compareText, number, t, word } from '../i18n.ts'
import { type ArticleGroup, type PlaceRow, placeName } from '../viewdata.ts'

export interface ListEvents {
  open(place: string): void
  highlight(place: string | undefined): void
  /** Loads a page of rows that are not there yet. */
  load(offset: number, limit: number): Promise<PlaceRow[]>
  href(place: string): string
}

type Entry = { kind: 'group'; title: string; n: number; href?: string } | { kind: 'place'; row: PlaceRow | undefined }

const overscan = 12
const pageSize = 200

/** How rows are compared by the values of the order. The server has the same orders. */
const orders: Record<string, (a: PlaceRow, b: PlaceRow) => number> = {
  name: () => 0,
  articles: (a, b) => b.articles - a.articles,
  texts: (a, b) => b.texts - a.texts,
  first: (a, b) => compareDay(a.first, b.first, '9999'),
  last: (a, b) => compareDay(b.last, a.last, ''),
  confidence: (a, b) => b.certain / b.mentions - a.certain / a.mentions,
  mentions: (a, b) => b.mentions - a.mentions,
}

function compareDay(a: string | undefined, b: string | undefined, missing: string): number {
  const [x, y] = [a ?? missing, b ?? missing]
  return x < y ? -1 : x > y ? 1 : 0
}

/** Returns the rows in an order; equal rows are sorted by name. */
export function sortRows(rows: PlaceRow[], order: string): PlaceRow[] {
  const compare = orders[order] ?? orders.mentions
  return [...rows].sort((a, b) => (compare?.(a, b) ?? 0) || compareText(a.name, b.name) || (a.id < b.id ? -1 : 1))
}

/** Returns the entries of the list: the rows under the titles of their groups, the largest group first. */
export function groupRows(rows: PlaceRow[], group: string): Entry[] {
  if (group !== 'country' && group !== 'province') return rows.map(row => ({ kind: 'place', row }))
  const groups = new Map<string, PlaceRow[]>()
  for (const row of rows) {
    const title = groupTitle(row, group)
    const found = groups.get(title)
    if (found) found.push(row)
    else groups.set(title, [row])
  }
  const mentions = (all: PlaceRow[]): number => all.reduce((sum, r) => sum + r.mentions, 0)
  const sorted = [...groups].sort(([a, x], [b, y]) => mentions(y) - mentions(x) || compareText(a, b))
  return sorted.flatMap(([title, all]): Entry[] => [
    { kind: 'group', title, n: all.length },
    ...all.map((row): Entry => ({ kind: 'place', row })),
  ])
}

/** Returns the entries of a list that is grouped by article, the newest article first, of a total of articles. */
export function articleRows(groups: ArticleGroup[], total: number): Entry[] {
  const entries = groups.flatMap((g): Entry[] => [
    { kind: 'group', title: [g.published, g.title].filter(Boolean).join(' · '), n: g.places.length, href: g.url },
    ...g.places.map((row): Entry => ({ kind: 'place', row })),
  ])
  if (total > groups.length) entries.push({ kind: 'group', title: t('olderArticles'), n: total - groups.length })
  return entries
}

function groupTitle(row: PlaceRow, group: string): string {
  const country = row.country_name ?? (row.precision === 'country or region' && row.country ? row.name : '')
  if (!country) return t('noCountry')
  if (group === 'country') return country
  const province = row.admin1 ?? (row.precision === 'area' ? row.name : '')
  return province ? `${province}, ${country}` : t('noProvince', { country })
}

export class PlaceList {
  private readonly scroller: HTMLElement
  private readonly list: HTMLElement
  private readonly events: ListEvents
  private rowHeight: number
  private entries: Entry[] = []
  private readonly rows = new Map<number, HTMLElement>()
  private readonly loading = new Set<number>()
  private active = 0
  private selected: string | undefined
  private highlighted: string | undefined
  private typed = ''
  private typedAt = 0

  constructor(scroller: HTMLElement, list: HTMLElement, events: ListEvents) {
    this.scroller = scroller
    this.list = list
    this.events = events
    this.rowHeight = hasCoarsePointer() ? 44 : 32
    window.matchMedia('(pointer: coarse)').addEventListener('change', () => {
      this.rowHeight = hasCoarsePointer() ? 44 : 32
      this.rows.clear()
      if (this.entries.length > 0) {
        this.list.replaceChildren()
        this.list.style.height = `${this.entries.length * this.rowHeight}px`
      }
      this.render()
    })
    list.classList.add('virtual')
    scroller.addEventListener('scroll', () => this.render(), { passive: true })
    new ResizeObserver(() => {
      if (!window.matchMedia('print').matches) this.render()
    }).observe(scroller)
    list.addEventListener('click', event => this.click(event))
    list.addEventListener('keydown', event => this.handleKey(event))
    for (const [enter, leave] of [
      ['mouseover', 'mouseout'],
      ['focusin', 'focusout'],
    ] as const) {
      list.addEventListener(enter, event => events.highlight(linkOf(event.target)?.dataset.place))
      list.addEventListener(leave, () => events.highlight(undefined))
    }
  }

  /** Sets the rows of a list that is grouped by article. */
  setArticles(groups: ArticleGroup[], total: number, empty: Node, reset: boolean): void {
    this.setEntries(articleRows(groups, total), empty, reset)
  }

  /** Sets the rows; there may be more than are loaded. The scroll position stays, unless reset is set. */
  set(rows: PlaceRow[], total: number, order: string, group: string, empty: Node, reset: boolean): void {
    const complete = rows.length >= total
    const sorted = complete ? sortRows(rows, order) : rows
    this.setEntries(
      complete ? groupRows(sorted, group) : Array.from({ length: total }, (_, i) => ({ kind: 'place', row: sorted[i] })),
      empty,
      reset,
    )
  }

  private setEntries(entries: Entry[], empty: Node, reset: boolean): void {
    this.entries = entries
    this.loading.clear()
    for (const element of this.rows.values()) element.remove()
    this.rows.clear()
    this.list.replaceChildren()
    this.active = Math.max(
      this.entries.findIndex(e => e.kind === 'place'),
      0,
    )
    if (reset) this.scroller.scrollTop = 0
    if (this.entries.length === 0) {
      this.list.style.height = ''
      this.list.replaceChildren(h('li', { class: 'none' }, empty))
      return
    }
    this.list.style.height = `${this.entries.length * this.rowHeight}px`
    this.render()
  }

  /** Marks a place as the one that is open, and scrolls its row into view. */
  select(place: string | undefined, scroll: boolean): void {
    this.selected = place
    const i = this.indexOf(place)
    if (i >= 0) {
      this.active = i
      if (scroll) this.reveal(i)
    }
    this.render()
    this.mark()
  }

  highlight(place: string | undefined): void {
    this.highlighted = place
    this.mark()
  }

  /** Moves the focus to the row of a place, or to the current row. */
  focus(place?: string): void {
    const i = this.indexOf(place)
    this.focusRow(i >= 0 ? i : this.active)
  }

  private indexOf(place: string | undefined): number {
    return place === undefined ? -1 : this.entries.findIndex(e => e.kind === 'place' && e.row?.id === place)
  }

  /** Draws up to 2,000 rows, for print. */
  renderAll(): void {
    this.render(0, Math.min(this.entries.length, 2000) - 1)
  }

  /** Draws the rows in view, or those in a range; the row that has the focus stays. */
  private render(from?: number, to?: number): void {
    if (this.entries.length === 0) return
    const first = from ?? Math.max(0, Math.floor(this.scroller.scrollTop / this.rowHeight) - overscan)
    const height = this.scroller.clientHeight || 600
    const last = to ?? Math.min(this.entries.length - 1, Math.ceil((this.scroller.scrollTop + height) / this.rowHeight) + overscan)
    const focused = this.list.contains(document.activeElement) ? document.activeElement?.closest('li') : null
    for (const [i, element] of this.rows) {
      if ((i >= first && i <= last) || element === focused) continue
      element.remove()
      this.rows.delete(i)
    }
    const missing: number[] = []
    for (let i = first; i <= last; i++) {
      const entry = this.entries[i]
      if (!entry) continue
      if (entry.kind === 'place' && !entry.row) missing.push(i)
      if (!this.rows.has(i)) this.insert(i, this.element(entry, i))
    }
    if (missing.length > 0) void this.load(missing[0] as number, missing[missing.length - 1] as number)
    this.mark()
  }

  /** Inserts a row so that the order of the elements is that of the list. */
  private insert(i: number, element: HTMLElement): void {
    element.style.top = `${i * this.rowHeight}px`
    element.style.height = `${this.rowHeight}px`
    let next = Infinity
    for (const k of this.rows.keys()) if (k > i && k < next) next = k
    this.list.insertBefore(element, this.rows.get(next) ?? null)
    this.rows.set(i, element)
  }

  private element(entry: Entry, i: number): HTMLElement {
    const position = { 'aria-setsize': this.entries.length, 'aria-posinset': i + 1 }
    if (entry.kind === 'group') {
      return h(
        'li',
        { class: 'group', ...position },
        h('h3', { dir: 'auto', title: entry.title }, entry.href ? h('a', { href: entry.href, tabindex: -1 }, entry.title) : entry.title),
        h('span', { class: 'num' }, number(entry.n)),
      )
    }
    const { row } = entry
    if (!row) return h('li', { class: 'skeleton', 'aria-busy': 'true', ...position })
    return h('li', position, placeLink(row, this.events.href(row.id), i === this.active))
  }

  private async load(from: number, to: number): Promise<void> {
    for (let offset = Math.floor(from / pageSize) * pageSize; offset <= to; offset += pageSize) {
      if (this.loading.has(offset)) continue
      this.loading.add(offset)
      const { entries } = this
      try {
        const rows = await this.events.load(offset, pageSize)
        if (entries !== this.entries) return
        rows.forEach((row, k) => {
          entries[offset + k] = { kind: 'place', row }
          this.rows.get(offset + k)?.remove()
          this.rows.delete(offset + k)
        })
        this.render()
      } catch {
        this.loading.delete(offset)
        return // the next scrolling tries again
      }
    }
  }

  private mark(): void {
    for (const [i, element] of this.rows) {
      const link = element.querySelector('a')
      if (!link) continue
      const { place } = link.dataset
      link.tabIndex = i === this.active ? 0 : -1
      link.classList.toggle('highlighted', place === this.highlighted && place !== undefined)
      if (place === this.selected && place !== undefined) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }

  private click(event: MouseEvent): void {
    const link = linkOf(event.target)
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const place = link.dataset.place ?? ''
    this.active = Math.max(this.indexOf(place), 0)
    this.mark()
    this.events.open(place)
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight) - 1)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }
    const step = steps[event.key]
    if (step !== undefined) this.move(step)
    else if (event.key.length === 1 && event.key !== ' ' && /\p{L}/u.test(event.key) && this.typeAhead(event)) return
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  private move(by: number): void {
    const last = this.entries.length - 1
    let i = Math.max(0, Math.min(last, this.active + by))
    const direction = by > 0 ? 1 : -1
    while (this.entries[i]?.kind === 'group' && i + direction >= 0 && i + direction <= last) i += direction
    if (this.entries[i]?.kind === 'group') i = this.active
    this.focusRow(i)
  }

  /** Moves to the next row whose name begins with the letters that are typed. A first letter may be a shortcut of the page. */
  private typeAhead(event: KeyboardEvent): boolean {
    const now = event.timeStamp
    if (!event.shiftKey && now - this.typedAt > 800) return false
    this.typed = now - this.typedAt > 800 ? event.key : this.typed + event.key
    this.typedAt = now
    const prefix = this.typed.toLocaleLowerCase()
    const n = this.entries.length
    for (let k = this.typed.length > 1 ? 0 : 1; k < n; k++) {
      const i = (this.active + k) % n
      const entry = this.entries[i]
      if (entry?.kind !== 'place' || !entry.row?.name.toLocaleLowerCase().startsWith(prefix)) continue
      event.preventDefault()
      event.stopPropagation()
      this.focusRow(i)
      return true
    }
    return false
  }

  private focusRow(i: number): void {
    this.active = i
    this.reveal(i)
    this.render()
    this.rows.get(i)?.querySelector('a')?.focus({ preventScroll: true })
  }

  private reveal(i: number): void {
    const top = i * this.rowHeight
    const { scrollTop, clientHeight } = this.scroller
    if (top < scrollTop) this.scroller.scrollTop = top
    else if (top + this.rowHeight > scrollTop + clientHeight) this.scroller.scrollTop = top + this.rowHeight - clientHeight
  }
}

function linkOf(target: EventTarget | null): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-place]') : null
}

/** Returns the link of a place; its name for screen readers is one phrase, and the parts that are seen are hidden from them. */
function placeLink(p: PlaceRow, href: string, active: boolean): HTMLElement {
  const glyph = p.precision === 'country or region' ? 'country' : p.precision
  const where = p.precision === 'country or region' ? word(p.kind) : p.where || word(p.kind)
  return h(
    'a',
    { href, 'data-place': p.id, tabindex: active ? 0 : -1 },
    h('span', { class: 'visually-hidden' }, placeName(p)),
    h('span', { class: `glyph ${glyph}${p.confidence === 'certain' ? '' : ' likely'}`, 'aria-hidden': 'true' }),
    h('span', { class: 'name', dir: 'auto', 'aria-hidden': 'true' }, p.name),
    h('span', { class: 'where', dir: 'auto', 'aria-hidden': 'true' }, where),
    p.days ? sparkline(p.days) : '',
    h('span', { class: 'num', 'aria-hidden': 'true' }, number(p.mentions)),
  )
}

/** Draws digits as bars. */
function sparkline(days: string): Element {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', `0 0 ${days.length * 4} 18`)
  svg.setAttribute('class', 'sparkline')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg.namespaceURI, 'path')
  path.setAttribute(
    'd',
    `M0 17.5H${days.length * 4}v.5H0z${[...days].map((d, i) => (d > '0' ? `M${i * 4} 18v-${Number(d) * 2}h3v${Number(d) * 2}z` : '')).join('')}`,
  )
  svg.append(path)
  return svg
}
