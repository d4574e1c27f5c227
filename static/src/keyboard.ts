// The keys of the page, which "?" lists. They can be turned off.

import { byId, h, isEditable } from './dom.ts'
import { type MessageKey, t } from './i18n.ts'
import type { Screen } from './screen.ts'

const setting = 'dateline-keys'

const help: [keys: string, words: MessageKey][] = [
  ['/', 'helpSearch'],
  ['g m · g a · g r · g s', 'helpGo'],
  ['a', 'helpAdd'],
  ['F6', 'helpPanes'],
  ['↑ ↓ Home End, Enter', 'helpList'],
  ['n p, Enter, + −, 0, ., b', 'helpMap'],
  ['← →, c, w, t, Esc', 'helpReading'],
  ['1…9 0 u, Enter, j k, l, s, z', 'helpReview'],
]

export class Keyboard {
  private readonly screen: Screen | undefined
  private readonly dialog = h('dialog', { class: 'help', 'aria-labelledby': 'help-title' })
  private pending: string | undefined

  constructor(screen: Screen | undefined) {
    this.screen = screen
    document.addEventListener('keydown', event => this.handle(event))
    this.fillHelp()
    document.body.append(this.dialog)
  }

  private get enabled(): boolean {
    return storage()?.getItem(setting) !== 'off'
  }

  private handle(event: KeyboardEvent): void {
    if (event.key === 'F6') {
      event.preventDefault()
      this.nextPane(event.shiftKey ? -1 : 1)
      return
    }
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isEditable(event.target)) return
    if (event.key === '?') {
      event.preventDefault()
      this.dialog.showModal()
      return
    }
    if (this.enabled && !this.dialog.open && this.act(event)) event.preventDefault()
  }

  /** Acts on a key; returns false if it has no meaning. */
  private act(event: KeyboardEvent): boolean {
    const { pending } = this
    this.pending = undefined
    if (pending === 'g') return this.go(event.key)
    switch (event.key) {
      case '/':
        return focusOn(document.querySelector<HTMLElement>('form.filter input[name="q"], #add-input'))
      case 'g':
        this.pending = 'g'
        return true
      case 'a':
        return follow('a[data-key="a"]') || focusOn(byId('add-input'))
      case 'c':
        return follow('.reading-pane .chosen a.permalink, .note a.permalink')
      case 'w':
        return this.toggleReasons()
      case 't':
        document.body.classList.toggle('without-marks')
        return true
      case 'z':
        return press('.toast .undo, .done-notice button')
      case 'Escape':
        if (!this.screen?.reading?.isOpen) return false
        this.screen.close()
        return true
    }
    return false
  }

  private go(key: string): boolean {
    return /^[mars]$/.test(key) && follow(`a[data-key="g${key}"]`)
  }

  private toggleReasons(): boolean {
    const details = document.querySelector<HTMLDetailsElement>('.reading-pane .chosen details.why')
    if (details) details.open = !details.open
    return details !== null
  }

  /** Moves the focus to the next pane: the list, the map, the reading pane, the days. */
  private nextPane(by: number): void {
    const panes = [byId('list') ?? byId('side'), byId('map'), byId('detail'), byId('time')].filter(
      (p): p is HTMLElement => p !== null && !p.hidden && p.getClientRects().length > 0,
    )
    const note = document.querySelector<HTMLElement>('.note:not([hidden])')
    if (note) panes.push(note)
    if (panes.length === 0) return
    const at = panes.findLastIndex(p => p.contains(document.activeElement))
    const pane = panes[(at + by + panes.length) % panes.length]
    if (!pane) return
    if (pane.id === 'list' && this.screen?.list) this.screen.list.focus()
    else focusOn(pane.id === 'map' ? pane : (pane.querySelector<HTMLElement>('h1, h2, select, a[href], button') ?? pane))
  }

  private fillHelp(): void {
    const rows = help.map(([keys, words]) => h('tr', {}, h('td', {}, h('kbd', {}, keys)), h('td', {}, t(words))))
    const check = h('input', { type: 'checkbox', checked: this.enabled })
    check.addEventListener('change', () => storage()?.setItem(setting, check.checked ? 'on' : 'off'))
    const close = h('button', { type: 'button' }, t('close'))
    close.addEventListener('click', () => this.dialog.close())
    this.dialog.replaceChildren(
      h('h2', { id: 'help-title' }, t('help')),
      h('table', {}, h('tbody', {}, ...rows)),
      h('p', {}, h('label', {}, check, ' ', t('helpEnabled'))),
      h('p', {}, close),
    )
  }
}

/** Presses a button of the page; returns false without one. */
function press(selector: string): boolean {
  const button = document.querySelector<HTMLButtonElement>(selector)
  button?.click()
  return button !== null
}

/** Returns the storage of the browser, undefined if it is not available, as in a file or an embedded map. */
function storage(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

function focusOn(element: HTMLElement | null): boolean {
  element?.focus()
  return element !== null
}

function follow(selector: string): boolean {
  const link = document.querySelector<HTMLElement>(selector)
  link?.click()
  return link !== null
}
