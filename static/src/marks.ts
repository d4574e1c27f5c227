// The marked mentions of an article's text, however it came into the page.

import { byId, h, isPlainClick, lessMotion } from './dom.ts'

export interface MarkEvents {
  /** A mention was pointed at or focused; undefined when it no longer is. */
  point(place: string | undefined): void
  /** A mention was chosen, or none is any more. */
  choose(mark: HTMLElement | undefined): void
}

/** Follows pointer and keyboard over marked mentions, and shows what is said about the chosen one. */
export class Marks {
  private readonly text: HTMLElement
  private readonly events: MarkEvents
  private readonly note: HTMLElement
  private readonly describe: (mention: string) => Node | undefined

  /** note is where the description goes; describe makes it from a mention's id. */
  constructor(text: HTMLElement, note: HTMLElement, events: MarkEvents, describe: (mention: string) => Node | undefined) {
    this.text = text
    this.note = note
    this.events = events
    this.describe = describe
    text.addEventListener('click', event => {
      const mark = markOf(event.target)
      if (!mark || !isPlainClick(event)) return
      event.preventDefault()
      this.choose(mark)
    })
    text.addEventListener('mouseover', event => events.point(markOf(event.target)?.dataset.place))
    text.addEventListener('mouseout', () => events.point(undefined))
    text.addEventListener('focusin', event => events.point(markOf(event.target)?.dataset.place))
    text.addEventListener('focusout', () => events.point(undefined))
    text.addEventListener('keydown', event => {
      if (event.key === 'Escape') this.forget()
    })
  }

  /** Goes on to the next mention of a place. */
  next(place: string): void {
    const marks = this.of(place)
    const now = marks.findIndex(m => m.classList.contains('chosen'))
    const mark = marks[(now + 1) % marks.length]
    if (mark) this.bring(mark, !lessMotion())
  }

  /** Chooses the mention of an element's id and brings it into view; false when there is none. */
  open(id: string): boolean {
    const mark = byId(id)
    if (!mark || !this.text.contains(mark)) return false
    this.bring(mark, false)
    return true
  }

  light(place: string | undefined): void {
    for (const mark of this.text.querySelectorAll('.m.lit')) mark.classList.remove('lit')
    if (place !== undefined) for (const mark of this.of(place)) mark.classList.add('lit')
  }

  forget(): void {
    this.note.hidden = true
    this.text.querySelector('.m.chosen')?.classList.remove('chosen')
    this.events.choose(undefined)
  }

  private of(place: string): HTMLElement[] {
    return [...this.text.querySelectorAll<HTMLElement>(`.m[data-place="${CSS.escape(place)}"]`)]
  }

  private bring(mark: HTMLElement, smoothly: boolean): void {
    this.choose(mark)
    mark.scrollIntoView({ block: 'center', behavior: smoothly ? 'smooth' : 'instant' })
    mark.focus({ preventScroll: true })
  }

  private choose(mark: HTMLElement): void {
    this.text.querySelector('.m.chosen')?.classList.remove('chosen')
    mark.classList.add('chosen')
    this.say(mark)
    this.events.choose(mark)
  }

  private say(mark: HTMLElement): void {
    const content = this.describe(mark.id.replace(/^m-/, ''))
    this.note.hidden = !content
    if (!content) return
    const close = h('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
    close.addEventListener('click', () => {
      this.forget()
      mark.focus({ preventScroll: true })
    })
    this.note.replaceChildren(close, h('h2', {}, `“${mark.textContent}”`), content)
    this.note.scrollTop = 0
  }
}

/** The place that says what is said about the chosen mention. */
export function makeNote(): HTMLElement {
  return h('div', { class: 'note', role: 'region', 'aria-label': 'The mention chosen', 'aria-live': 'polite', hidden: true })
}

function markOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.m') : null
}
