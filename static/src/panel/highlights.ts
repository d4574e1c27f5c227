// The highlighted mentions of an article's text, rendered by the server or by the viewer.

import { byId, h, isPlainClick, prefersReducedMotion } from '../dom.ts'

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
  private readonly describe: (mention: string) => Node | undefined

  /** describe returns the content of the note for the id of a mention. */
  constructor(text: HTMLElement, note: HTMLElement, events: HighlightEvents, describe: (mention: string) => Node | undefined) {
    this.text = text
    this.note = note
    this.events = events
    this.describe = describe
    text.addEventListener('click', event => {
      const mention = mentionAt(event.target)
      if (!mention || !isPlainClick(event)) return
      event.preventDefault()
      this.choose(mention)
    })
    text.addEventListener('mouseover', event => events.highlight(mentionAt(event.target)?.dataset.place))
    text.addEventListener('mouseout', () => events.highlight(undefined))
    text.addEventListener('focusin', event => events.highlight(mentionAt(event.target)?.dataset.place))
    text.addEventListener('focusout', () => events.highlight(undefined))
    text.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.clear()
    })
  }

  /** Chooses the next mention of a place, after the last one the first. */
  next(place: string): void {
    const mentions = this.mentionsOf(place)
    const current = mentions.findIndex(m => m.classList.contains('chosen'))
    const mention = mentions[(current + 1) % mentions.length]
    if (mention) this.scrollTo(mention, !prefersReducedMotion())
  }

  /** Chooses the mention with an element id and scrolls to it; returns false if it does not exist. */
  open(id: string): boolean {
    const mention = byId(id)
    if (!mention || !this.text.contains(mention)) return false
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

  private choose(mention: HTMLElement): void {
    this.text.querySelector('.m.chosen')?.classList.remove('chosen')
    mention.classList.add('chosen')
    this.showNote(mention)
    this.events.choose(mention)
  }

  private showNote(mention: HTMLElement): void {
    const content = this.describe(mention.id.replace(/^m-/, ''))
    this.note.hidden = !content
    if (!content) return
    const close = h('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
    close.addEventListener('click', () => {
      this.clear()
      mention.focus({ preventScroll: true })
    })
    this.note.replaceChildren(close, h('h2', {}, '“', h('bdi', {}, mention.textContent), '”'), content)
    this.note.scrollTop = 0
  }
}

/** Creates the element for notes. */
export function createNote(): HTMLElement {
  return h('div', { class: 'note', role: 'region', 'aria-label': 'Selected mention', 'aria-live': 'polite', hidden: true })
}

function mentionAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.m') : null
}
