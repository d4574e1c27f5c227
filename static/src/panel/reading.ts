// The reading pane: the passages of a place or the text of an article, one step at a time.

import { type Child, h, isEditable, onPlainClick, prefersReducedMotion } from '../dom.ts'
import { t } from '../i18n.ts'
import { createNote, Highlights } from './highlights.ts'

export interface ReadingEvents {
  close(): void
  /** The content is shown, or the message that it cannot be loaded. */
  loaded?(): void
  /** A passage or a mark is the current one. */
  shown(item: HTMLElement): void
  /** A link to a mention in its article is followed; returns false to let the browser follow it. */
  readInContext?(link: HTMLAnchorElement): boolean
  /** A link to another place is followed; returns false to let the browser follow it. */
  openPlace?(place: string): boolean
  /** A mark of a text gets the pointer or the focus; undefined when it loses it. */
  highlight?(place: string | undefined): void
  /** Loads the note about a mark. */
  describe(mark: HTMLElement): Promise<Node>
}

export interface ReadingOptions {
  /** The label of the button that closes the pane. */
  back: string
  /** Whether links open in a new tab, as in an embedded map. */
  newTab?: boolean
}

/** What is opened in the pane. */
export interface ReadingContent {
  load(): Promise<Node>
  /** The message if it cannot be loaded. */
  failed: string
  /** The mention to begin with. */
  mention?: string | undefined
  /** Whether the pane gets the focus. */
  focus: boolean
  /** Loads more passages from the address of a link in the content. */
  more?: (address: string) => Promise<Node>
  /** Returns the words for a mention that the passages of a place do not contain. */
  gone?: (name: string) => string
}

export class Reading {
  readonly element: HTMLElement
  readonly body: HTMLElement
  private readonly events: ReadingEvents
  private readonly options: ReadingOptions
  private readonly live = h('p', { class: 'visually-hidden', role: 'status' })
  private readonly stepper = h('div', { class: 'stepper' })
  private readonly count = h('span', { class: 'count' })
  private content: ReadingContent | undefined
  private highlights: Highlights | undefined
  private index = 0

  constructor(element: HTMLElement, options: ReadingOptions, events: ReadingEvents) {
    this.element = element
    this.options = options
    this.events = events
    this.body = h('div', { class: 'reading-body' })
    element.setAttribute('role', 'region')
    element.setAttribute('aria-label', t('reading'))
    const back = h('button', { type: 'button', class: 'back' }, options.back)
    back.addEventListener('click', () => events.close())
    element.replaceChildren(h('div', { class: 'reading-bar' }, back, this.stepper), this.body, this.live)
    element.addEventListener('keydown', event => this.handleKey(event))
    onPlainClick(this.body, 'a', link => this.follow(link))
    this.body.addEventListener('focusin', event => this.focusMoved(event.target))
  }

  get isOpen(): boolean {
    return !this.element.hidden
  }

  private get items(): HTMLElement[] {
    return [...this.body.querySelectorAll<HTMLElement>('.passage-item')]
  }

  /** Opens the pane and loads its content. */
  open(content: ReadingContent): void {
    this.content = content
    this.index = 0
    this.stepper.replaceChildren()
    this.body.replaceChildren(h('p', { class: 'quiet', 'aria-busy': 'true' }, t('loading')))
    this.element.hidden = false
    this.element.scrollTop = 0
    content.load().then(
      node => {
        if (this.content === content) this.show(content, node)
      },
      () => {
        if (this.content === content) this.fail(content)
      },
    )
  }

  close(): void {
    this.content = undefined
    this.element.hidden = true
    this.body.replaceChildren()
  }

  /** Makes a mention the current one; returns false if the content does not have it. */
  showMention(mention: string, focus: boolean): boolean {
    if (this.highlights) return this.highlights.open(`m-${mention}`)
    const i = this.items.findIndex(item => item.dataset.mention === mention)
    if (i < 0) return false
    this.moveTo(i, focus)
    return true
  }

  /** Moves by a number of passages or marks, after the last one to the first. */
  step(by: number): void {
    if (this.highlights) {
      this.highlights.step(by)
      return
    }
    const n = this.items.length
    const more = this.body.querySelector<HTMLAnchorElement>('a.next-passages')
    if (by > 0 && this.index + by >= n && more && this.content?.more) {
      const { content } = this
      void this.loadMore(more, content).then(() => {
        if (this.content === content && this.items.length > n) this.moveTo(n, this.element.contains(document.activeElement))
      })
      return
    }
    if (n > 1) this.moveTo((this.index + by + n) % n, this.element.contains(document.activeElement))
  }

  private show(content: ReadingContent, node: Node): void {
    this.body.replaceChildren(node)
    this.connectText()
    if (this.options.newTab) {
      for (const a of this.body.querySelectorAll('a')) {
        a.target = '_blank'
        a.rel = 'noopener'
      }
    }
    this.renderStepper()
    this.events.loaded?.()
    if (content.focus) this.body.querySelector<HTMLElement>('h1, h2')?.focus({ preventScroll: true })
    if (content.mention !== undefined) {
      if (this.showMention(content.mention, false)) return
      if (content.gone && !this.body.querySelector('.next-passages')) this.sayGone(content.gone)
    }
    const first = this.items[0]
    if (!first) return
    this.mark(first)
    this.events.shown(first)
  }

  /** Connects the marks of an article's text. */
  private connectText(): void {
    const text = this.body.querySelector<HTMLElement>('.story') ?? this.body.querySelector<HTMLElement>('.story-text')
    const { events } = this
    this.highlights =
      text === null
        ? undefined
        : new Highlights(
            text,
            createNote(),
            {
              highlight: place => events.highlight?.(place),
              choose: mark => {
                this.updateCount()
                if (mark) events.shown(mark)
              },
            },
            mark => events.describe(mark),
          )
  }

  /** Highlights the marks of a place in the text. */
  highlight(place: string | undefined): void {
    this.highlights?.highlight(place)
  }

  /** Says that the passage of the address is not among those that are shown. */
  private sayGone(gone: (name: string) => string): void {
    const name = this.body.querySelector('h2 bdi')?.textContent ?? ''
    this.body.prepend(h('p', { class: 'notice-line', role: 'alert' }, gone(name)))
  }

  private fail(content: ReadingContent): void {
    const button = h('button', { type: 'button' }, t('tryAgain'))
    button.addEventListener('click', () => this.open({ ...content, focus: true }))
    this.body.replaceChildren(h('p', { class: 'problem', role: 'alert' }, content.failed), h('p', {}, button))
    this.events.loaded?.()
    if (content.focus) button.focus()
  }

  private renderStepper(): void {
    const n = this.highlights ? this.highlights.marks.length : this.items.length
    if (n < 2) {
      this.stepper.replaceChildren(...(n === 1 && !this.highlights ? [h('span', { class: 'count' }, t('passages', { n: 1 }))] : []))
      return
    }
    const button = (label: string, text: string, by: number): HTMLElement => {
      const element = h('button', { type: 'button', 'aria-label': label }, text)
      element.addEventListener('click', () => this.step(by))
      return element
    }
    const story = this.highlights !== undefined
    this.stepper.replaceChildren(
      button(t(story ? 'previousMark' : 'previousPassage'), '‹', -1),
      this.count,
      button(t(story ? 'nextMark' : 'nextPassage'), '›', 1),
    )
    this.updateCount()
  }

  private updateCount(): void {
    if (this.highlights) {
      const { index, marks } = this.highlights
      this.count.textContent = index < 0 ? t('mentions', { n: marks.length }) : t('step', { n: index + 1, of: marks.length })
      return
    }
    const total = Number(this.body.querySelector<HTMLElement>('[data-total]')?.dataset.total ?? 0)
    this.count.textContent = t('step', { n: this.index + 1, of: Math.max(total, this.items.length) })
  }

  private moveTo(index: number, focus: boolean): void {
    const item = this.items[index]
    if (!item) return
    this.index = index
    this.mark(item)
    this.updateCount()
    item.scrollIntoView({ block: 'nearest', behavior: !prefersReducedMotion() && focus ? 'smooth' : 'instant' })
    this.live.textContent = `${this.count.textContent}. ${spoken(item)}`
    this.events.shown(item)
  }

  private mark(item: HTMLElement): void {
    this.body.querySelector('.chosen')?.classList.remove('chosen')
    item.classList.add('chosen')
    item.setAttribute('aria-current', 'true')
    for (const other of this.items) if (other !== item) other.removeAttribute('aria-current')
  }

  /** The passage that gets the focus becomes the current one. */
  private focusMoved(target: EventTarget | null): void {
    const item = target instanceof Element ? target.closest<HTMLElement>('.passage-item') : null
    const i = item ? this.items.indexOf(item) : -1
    if (!item || i < 0 || i === this.index) return
    this.index = i
    this.mark(item)
    this.updateCount()
    this.events.shown(item)
  }

  private follow(link: HTMLAnchorElement): void {
    if (link.classList.contains('next-passages') && this.content?.more) {
      void this.loadMore(link, this.content)
      return
    }
    if (link.classList.contains('m')) return
    if (link.classList.contains('context') && this.events.readInContext?.(link)) return
    const place = link.dataset.place
    if (place !== undefined && this.events.openPlace?.(place)) return
    if (link.target === '_blank') window.open(link.href, '_blank', 'noopener')
    else location.assign(link.href)
  }

  private async loadMore(link: HTMLAnchorElement, content: ReadingContent): Promise<void> {
    const paragraph = link.closest('p')
    link.setAttribute('aria-busy', 'true')
    try {
      const node = await content.more?.(link.href)
      if (!node || this.content !== content) return
      const from = this.items.length
      paragraph?.replaceWith(node)
      this.items[from]?.focus()
      this.updateCount()
    } catch {
      link.removeAttribute('aria-busy')
      paragraph?.append(' ', h('span', { class: 'problem', role: 'alert' }, content.failed))
    }
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || isEditable(event.target)) return
    if (event.key === 'ArrowLeft') this.step(-1)
    else if (event.key === 'ArrowRight') this.step(1)
    else if (event.key === 'Escape') this.events.close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Returns what a screen reader speaks about a passage: its source and its text; for a mark, its words. */
function spoken(item: HTMLElement): string {
  const parts: Child[] = [item.querySelector('.source')?.textContent, item.querySelector('.passage')?.textContent]
  const text = parts.filter(Boolean).join(': ')
  return (text || item.textContent || '').replace(/\s+/g, ' ').trim()
}
