// The list of what is on its way. Rows stay the same elements while they change, so that nobody loses their place.

import { h } from './dom.ts'
import type { ArrivalRow, Arrivals } from './poll.ts'
import { number } from './words.ts'

export interface ArrivalsParts {
  queue: HTMLElement
  counts: HTMLElement
  more: HTMLElement
  /** Read out by screen readers. */
  news: HTMLElement
}

export class ArrivalList {
  private readonly parts: ArrivalsParts
  private readonly rows = new Map<number, Row>()
  /** The states as they were last told; at first those that the page came with. */
  private seen: Map<number, string>
  private going = 0

  constructor(parts: ArrivalsParts) {
    this.parts = parts
    const rows = [...parts.queue.querySelectorAll<HTMLElement>('[data-arrival]')]
    this.seen = new Map(rows.map(li => [Number(li.dataset.arrival), li.className]))
    this.going = [...this.seen.values()].filter(state => state === 'waiting' || state === 'working').length
  }

  show(arrivals: Arrivals): void {
    const { queue, counts, more } = this.parts
    this.tell(arrivals)
    counts.replaceChildren(...countLinks(arrivals))
    more.textContent = arrivals.more > 0 ? `And ${number(arrivals.more)} that came before.` : ''
    const listed = new Set(arrivals.rows.map(r => r.id))
    for (const li of [...queue.querySelectorAll<HTMLElement>('[data-arrival]')]) {
      const id = Number(li.dataset.arrival)
      if (listed.has(id) && this.rows.has(id)) continue
      li.remove()
      this.rows.delete(id)
    }
    let at: Element | null = queue.querySelector('[data-arrival]')
    for (const arrival of arrivals.rows) {
      let row = this.rows.get(arrival.id)
      if (!row) this.rows.set(arrival.id, (row = new Row(arrival.id)))
      row.show(arrival)
      if (row.element === at) at = at.nextElementSibling
      else queue.insertBefore(row.element, at)
    }
  }

  /** Says what has arrived or failed since the last time. */
  private tell(arrivals: Arrivals): void {
    const news: string[] = []
    const before = this.seen
    this.seen = new Map(arrivals.rows.map(r => [r.id, r.state]))
    for (const [state, said] of [['done', 'arrived'], ['failed', 'failed']] as const) {
      const rows = arrivals.rows.filter(r => r.state === state && before.get(r.id) !== state)
      const [first] = rows
      if (first) news.push(rows.length === 1 ? `${first.name}: ${said}.` : `${rows.length} inputs ${said}.`)
    }
    if (this.going > 0 && arrivals.going === 0) news.push(`Nothing is on its way any more: ${arrivals.summary}.`)
    this.going = arrivals.going
    if (news.length > 0) this.parts.news.textContent = news.join(' ')
  }
}

function countLinks(arrivals: Arrivals): (Node | string)[] {
  const out: (Node | string)[] = []
  for (const c of arrivals.counts ?? []) {
    if (out.length > 0) out.push(', ')
    out.push(h('a', { href: c.url, 'aria-current': c.current ? 'true' : undefined }, c.words))
  }
  return out.length > 0 ? out : ['Nothing has been added yet.']
}

/** A row of the list. */
class Row {
  readonly element: HTMLElement
  private readonly what = h('p', { class: 'what' })
  private readonly state = h('p', { class: 'state' })
  private readonly reason = h('p', { class: 'reason' })
  private readonly button = h('button', { type: 'submit' })
  private readonly form = h('form', { method: 'post' }, this.button)
  private shown = ''

  constructor(id: number) {
    this.element = h('li', { 'data-arrival': id, tabindex: -1 }, this.what, this.state, this.reason, this.form)
  }

  show(a: ArrivalRow): void {
    const now = JSON.stringify(a)
    if (now === this.shown) return
    this.shown = now
    const focused = this.element.contains(document.activeElement)
    this.element.className = a.state
    this.what.replaceChildren(a.article === undefined ? a.name : h('a', { href: a.article }, a.name))
    this.state.textContent = a.words
    this.reason.textContent = a.reason ?? ''
    this.reason.hidden = a.reason === undefined
    const action = a.cancel ?? a.retry
    this.form.hidden = action === undefined
    this.form.action = action ?? ''
    this.button.textContent = a.cancel === undefined ? 'Try again' : 'Cancel'
    this.button.setAttribute('aria-label', a.cancel === undefined ? `Try again: ${a.name}` : `Cancel: ${a.name}`)
    if (focused && (!this.element.contains(document.activeElement) || this.form.hidden)) {
      (this.what.querySelector('a') ?? this.element).focus({ preventScroll: true })
    }
  }
}
