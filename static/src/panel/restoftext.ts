// Loads the next section of a long text when its link comes into view.

import type { FragmentLoader } from '../fragments.ts'

export class RestOfText {
  private readonly text: HTMLElement
  private readonly loader: FragmentLoader
  private readonly observer: IntersectionObserver

  constructor(text: HTMLElement, loader: FragmentLoader) {
    this.text = text
    this.loader = loader
    this.observer = new IntersectionObserver(entries => {
      for (const entry of entries) if (entry.isIntersecting && entry.target instanceof HTMLAnchorElement) void this.load(entry.target)
    })
    this.observe()
  }

  private observe(): void {
    const link = this.text.querySelector('a.next-section')
    if (link) this.observer.observe(link)
  }

  private async load(link: HTMLAnchorElement): Promise<void> {
    this.observer.unobserve(link)
    try {
      const fragment = await this.loader.load(link.href)
      const next = fragment.querySelector('.story-text')
      if (!next) return
      next.querySelector('a[rel="prev"]')?.closest('p')?.remove()
      link.closest('p')?.replaceWith(...next.childNodes)
      this.observe()
    } catch {
      this.observer.observe(link) // tries again when it comes into view the next time
    }
  }
}
