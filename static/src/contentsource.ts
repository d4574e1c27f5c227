// The sources of the reading pane: fragments of the page's server, or the annex of a single-file map.

import { FragmentLoader } from './fragments.ts'
import { t } from './i18n.ts'
import type { ContentSource } from './map/mapview.ts'
import type { ReadingContent } from './panel/reading.ts'
import { formatState, type State } from './state.ts'
import type { Config } from './types.ts'

/** Fills an identifier into a URL template. Colons stay readable, as in the server's own links. */
export function fill(template: string | undefined, id: string): string {
  return (template ?? '').replace('{id}', encodeURIComponent(id).replaceAll('%3A', ':'))
}

/** Content fetched from the page's server. */
export class ServerContent implements ContentSource {
  private readonly config: Config
  private readonly loader = new FragmentLoader()

  constructor(config: Config) {
    this.config = config
  }

  placePage(place: string): string {
    return fill(this.config.place_page, place)
  }

  describe(mark: HTMLElement): Promise<Node> {
    return this.loader.load(mark.getAttribute('href') ?? '')
  }

  content({ place, mention }: State): Omit<ReadingContent, 'focus'> | undefined {
    if (place === undefined) return undefined
    return {
      load: () => this.loader.load(fill(this.config.passages, place)),
      more: address => this.loader.load(address),
      failed: t('passagesFailed'),
      mention,
    }
  }
}

/** Content of the annex of a single-file map. */
export class AnnexContent implements ContentSource {
  placePage(place: string): string {
    return formatState({ place })
  }

  describe(mark: HTMLElement): Promise<Node> {
    const reasons = document.querySelector(`#annex [data-mention="${CSS.escape(mark.dataset.mention ?? '')}"] .reasons`)
    return reasons ? Promise.resolve(reasons.cloneNode(true)) : Promise.reject(new Error(`the annex has no note about ${mark.id}`))
  }

  content(state: State): Omit<ReadingContent, 'focus'> | undefined {
    const found = this.find(state)
    if (!found) return undefined
    return { load: () => Promise.resolve(found.cloneNode(true)), failed: t('articleFailed'), mention: state.mention }
  }

  /** Returns the part of the annex for a state. A mention without a place is in its article. */
  private find({ place, mention, article, ledger, articles }: State): Element | undefined {
    const part = (id: string): Element | undefined => document.getElementById(id)?.firstElementChild ?? undefined
    if (place !== undefined) return part(`place=${place}`)
    if (article !== undefined) return part(`article=${article}`)
    if (mention !== undefined) return document.getElementById(`m-${mention}`)?.closest('.story') ?? undefined
    if (ledger !== undefined) return part(`ledger=${ledger}`)
    return articles ? part('articles') : undefined
  }
}
