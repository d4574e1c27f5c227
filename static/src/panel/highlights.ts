// The highlighted mentions of an article's text, rendered by the server or by the viewer.

import { h, isPlainClick, prefersReducedMotion } from '../dom.ts'
import { t } from '../i18n.ts'

export interface HighlightEvents {
  /** A mention of a place gets the pointer or the focus; undefined when it loses it. */
  highlight(place: string | undefined): void
  /** A mention is chosen; undefined when none is any more. */
  choose(mention: HTMLElement | undefined): void
}

/** Handles pointer and keyboard over the mentions of a text and shows a note about the chosen one. */
export class Highlights {
  private readonly text: HTMLElement
  private readonly events: HighlightEvents
  private readonly note: HTMLElement
  private readonly describe: (mark: HTMLElement) => Promise<Node>

  /** describe loads the content of the note about a mark. */
  constructor(text: HTMLElement, note: HTMLElement, events: HighlightEvents, describe: (mark: HTMLElement) => Promise<Node>) {
    this.text = text
    this.note = note
    this.events = events
    this.describe = describe
    text.addEventListener('click', event => {
      const mention = mentionAt(event.target)
      if (!mention || !isPlainClick(event)) return
      event.preventDefault()
      // A click by the keyboard has no position: the note gets the focus.
      this.choose(mention, event.detail === 0)
    })
    text.addEventListener('mouseover', event => events.highlight(mentionAt(event.target)?.dataset.place))
    text.addEventListener('mouseout', () => events.highlight(undefined))
    text.addEventListener('focusin', event => events.highlight(mentionAt(event.target)?.dataset.place))
    text.addEventListener('focusout', () => events.highlight(undefined))
    text.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || this.note.hidden) return
      const mark = this.text.querySelector<HTMLElement>('.m.chosen')
      this.clear()
      mark?.focus({ preventScroll: true })
    })
  }

  /** Chooses the next mention of a place, after the last one the first. */
  next(place: string): void {
    const mentions = this.mentionsOf(place)
    const current = mentions.findIndex(m => m.classList.contains('chosen'))
    const mention = mentions[(current + 1) % mentions.length]
    if (mention) this.scrollTo(mention, !prefersReducedMotion())
  }

  /** Returns all marks of the text. */
  get marks(): HTMLElement[] {
    return [...this.text.querySelectorAll<HTMLElement>('.m')]
  }

  /** Returns the index of the chosen mark, or -1. */
  get index(): number {
    return this.marks.findIndex(m => m.classList.contains('chosen'))
  }

  /** Chooses the mark that is a number of marks after the chosen one; after the last one the first. */
  step(by: number): void {
    const { marks } = this
    const from = this.index < 0 && by < 0 ? 0 : this.index
    const mark = marks[(from + by + marks.length) % marks.length]
    if (mark) this.scrollTo(mark, !prefersReducedMotion())
  }

  /** Chooses the mention with an element id and scrolls to it; returns false if it does not exist. */
  open(id: string): boolean {
    const mention = this.text.querySelector<HTMLElement>(`#${CSS.escape(id)}`)
    if (!mention) return false
    this.scrollTo(mention, false)
    return true
  }

  /** Highlights all mentions of a place. */
  highlight(place: string | undefined): void {
    for (const mention of this.text.querySelectorAll('.m.highlighted')) mention.classList.remove('highlighted')
    if (place !== undefined) for (const mention of this.mentionsOf(place)) mention.classList.add('highlighted')
  }

  /** Closes the note. */
  clear(): void {
    this.note.hidden = true
    this.text.querySelector('.m.chosen')?.classList.remove('chosen')
    this.events.choose(undefined)
  }

  private mentionsOf(place: string): HTMLElement[] {
    return [...this.text.querySelectorAll<HTMLElement>(`.m[data-place="${CSS.escape(place)}"]`)]
  }

  private scrollTo(mention: HTMLElement, smooth: boolean): void {
    this.choose(mention)
    mention.scrollIntoView({ block: 'center', behavior: smooth ? 'smooth' : 'instant' })
    mention.focus({ preventScroll: true })
  }

  private choose(mark: HTMLElement, focus = false): void {
    this.text.querySelector('.m.chosen')?.classList.remove('chosen')
    mark.classList.add('chosen')
    this.showNote(mark, focus)
    this.events.choose(mark)
    // On a phone the map becomes lower while a note is open, which moves the text.
    requestAnimationFrame(() => mark.scrollIntoView({ block: 'nearest' }))
  }

  /** Shows the note after the paragraph of its mark, where the keyboard reaches it next. */
  private showNote(mark: HTMLElement, focus: boolean): void {
    const close = h('button', { type: 'button', class: 'close', 'aria-label': t('close') }, '×')
    close.addEventListener('click', () => {
      this.clear()
      mark.focus({ preventScroll: true })
    })
    const title = h('h2', { tabindex: -1 }, '“', h('bdi', {}, mark.textContent), '”')
    const content = h('div', { class: 'note-body' }, h('p', { class: 'quiet' }, t('loading')))
    this.note.replaceChildren(close, title, content)
    this.note.hidden = false
    mark.closest('p, h1')?.after(this.note)
    if (focus) title.focus({ preventScroll: true })
    this.describe(mark).then(
      node => content.replaceChildren(node),
      () => content.replaceChildren(h('p', { class: 'problem', role: 'alert' }, t('articleFailed'))),
    )
  }
}

/** Creates the element for notes. */
export function createNote(): HTMLElement {
  return h('aside', {
    class: 'note',
    lang: document.documentElement.lang,
    'aria-label': t('noteLabel'),
    'aria-live': 'polite',
    hidden: true,
  })
}

function mentionAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.m') : null
}
