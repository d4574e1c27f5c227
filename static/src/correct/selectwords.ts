// Selecting words of an article that are a place which the program missed.

import { h } from '../dom.ts'
import { t } from '../i18n.ts'

/** Code points of a text. */
function length(text: string): number {
  return [...text].length
}

/** Returns the span of a selection in the article's text in code points; undefined unless it is within a paragraph. */
export function selectedSpan(range: Range): { start: number; end: number } | undefined {
  const paragraph = paragraphOf(range.startContainer)
  if (!paragraph || range.collapsed || !paragraph.contains(range.endContainer)) return undefined
  const before = range.cloneRange()
  before.selectNodeContents(paragraph)
  before.setEnd(range.startContainer, range.startOffset)
  const start = Number(paragraph.dataset.start) + length(before.toString())
  const end = start + length(range.toString())
  return end > start ? { start, end } : undefined
}

function paragraphOf(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest<HTMLElement>('[data-start]') ?? null
}

/** Offers to make the selected words of an article a place. */
export class WordSelection {
  private readonly button = h('button', { type: 'button', class: 'this-is-a-place', hidden: true }, t('thisIsAPlace'))
  private readonly address: (article: string) => string
  private readonly open: (address: string) => void

  /** address returns the address of the page for the missed places of an article, and open opens it. */
  constructor(address: (article: string) => string, open: (address: string) => void) {
    this.address = address
    this.open = open
    document.body.append(this.button)
    this.button.addEventListener('mousedown', event => event.preventDefault()) // the selection stays
    this.button.addEventListener('click', () => this.choose())
    document.addEventListener('selectionchange', () => this.update())
  }

  private get range(): Range | undefined {
    const selection = document.getSelection()
    return selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined
  }

  private update(): void {
    const { range } = this
    const span = range && selectedSpan(range)
    this.button.hidden = !span || span.end - span.start > 120
    if (!range || this.button.hidden) return
    const box = range.getBoundingClientRect()
    this.button.style.left = `${Math.max(4, Math.min(box.left, window.innerWidth - 160))}px`
    this.button.style.top = `${box.top > 44 ? box.top - 40 : box.bottom + 6}px`
  }

  private choose(): void {
    const { range } = this
    const span = range && selectedSpan(range)
    const article = range && paragraphOf(range.startContainer)?.closest<HTMLElement>('[data-article]')?.dataset.article
    if (!span || article === undefined) return
    this.button.hidden = true
    this.open(`${this.address(article)}?start=${span.start}&end=${span.end}`)
  }
}
