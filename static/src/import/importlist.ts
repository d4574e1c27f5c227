// The list of imports. Rows keep their elements while they change, so that the focus and the scroll position stay.

import { h } from '../dom.ts'
import { number, t } from '../i18n.ts'
import type { ImportList, ImportRow } from './poll.ts'

export interface ImportListElements {
  queue: HTMLElement
  counts: HTMLElement
  more: HTMLElement
  /** A live region for screen readers. */
  news: HTMLElement
  /** The box with the list of how documents were read. */
  notices?: HTMLElement | null
}

export class ImportListView {
  private readonly elements: ImportListElements
  private readonly rows = new Map<number, Row>()
  /** The states that were last shown, first those that the server rendered. */
  private states: Map<number, string>
  private active: number

  constructor(elements: ImportListElements) {
    this.elements = elements
    const rows = [...elements.queue.querySelectorAll<HTMLElement>('[data-import]')]
    this.states = new Map(rows.map(li => [Number(li.dataset.import), li.className]))
    this.active = [...this.states.values()].filter(state => ['waiting', 'retrying', 'working'].includes(state)).length
  }

  show(imports: ImportList): void {
    const { queue, counts, more } = this.elements
    this.announce(imports)
    counts.replaceChildren(...countLinks(imports))
    more.textContent = imports.more > 0 ? t('olderItems', { n: imports.more }) : ''
    this.showNotices(imports.notices ?? [])
    this.removeRows(new Set(imports.rows.map(r => r.id)))
    let next: Element | null = queue.querySelector('[data-import]')
    for (const item of imports.rows) {
      let row = this.rows.get(item.id)
      if (!row) {
        row = new Row(item.id)
        this.rows.set(item.id, row)
      }
      row.show(item)
      if (row.element === next) next = next.nextElementSibling
      else queue.insertBefore(row.element, next)
    }
  }

  private showNotices(notices: string[]): void {
    const box = this.elements.notices
    if (!box) return
    box.hidden = notices.length === 0
    box.querySelector('ul')?.replaceChildren(...notices.map(n => h('li', { dir: 'auto' }, n)))
  }

  /** Removes the rows that are no longer listed, and those that the server rendered. */
  private removeRows(listed: Set<number>): void {
    for (const li of this.elements.queue.querySelectorAll<HTMLElement>('[data-import]')) {
      const id = Number(li.dataset.import)
      if (listed.has(id) && this.rows.has(id)) continue
      li.remove()
      this.rows.delete(id)
    }
  }

  /** Announces what was added or failed since the last list. */
  private announce(imports: ImportList): void {
    const news: string[] = []
    const previous = this.states
    this.states = new Map(imports.rows.map(r => [r.id, r.state]))
    for (const [state, verb] of [
      ['done', 'added'],
      ['failed', 'failed'],
    ] as const) {
      const rows = imports.rows.filter(r => r.state === state && previous.get(r.id) !== state)
      const [first] = rows
      if (first) news.push(rows.length === 1 ? `${first.name}: ${verb}.` : `${number(rows.length)} ${verb}.`)
    }
    if (this.active > 0 && imports.active === 0) news.push(`All read: ${imports.summary}.`)
    this.active = imports.active
    if (news.length > 0) this.elements.news.textContent = news.join(' ')
  }
}

function countLinks(imports: ImportList): (Node | string)[] {
  const out: (Node | string)[] = []
  for (const c of imports.counts ?? []) {
    if (out.length > 0) out.push(', ')
    out.push(h('a', { href: c.url, 'aria-current': c.current ? 'true' : undefined }, c.words))
  }
  return out.length > 0 ? out : ['Nothing added yet.']
}

class Row {
  readonly element: HTMLElement
  private readonly name = h('p', { class: 'what', dir: 'auto' })
  private readonly state = h('p', { class: 'state' })
  private readonly reason = h('p', { class: 'reason' })
  private readonly button = h('button', { type: 'submit' })
  private readonly form = h('form', { method: 'post' }, this.button)
  private shown = ''

  constructor(id: number) {
    this.element = h('li', { 'data-import': id, tabindex: -1 }, this.name, this.state, this.reason, this.form)
  }

  show(item: ImportRow): void {
    const json = JSON.stringify(item)
    if (json === this.shown) return
    this.shown = json
    const focused = this.element.contains(document.activeElement)
    this.element.className = item.state
    this.name.replaceChildren(item.article === undefined ? item.name : h('a', { href: item.article }, item.name))
    this.state.textContent = item.words
    this.reason.textContent = item.reason ?? ''
    this.reason.hidden = item.reason === undefined
    const action = item.cancel ?? item.retry
    const label = t(item.cancel === undefined ? 'tryAgain' : 'cancel')
    this.form.hidden = action === undefined
    this.form.action = action ?? ''
    this.button.textContent = label
    this.button.setAttribute('aria-label', `${label}: ${item.name}`)
    const lostFocus = focused && (!this.element.contains(document.activeElement) || this.form.hidden)
    if (lostFocus) (this.name.querySelector('a') ?? this.element).focus({ preventScroll: true })
  }
}
