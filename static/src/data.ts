// Where layers come from: the server that the page came from, or the page itself.

import type { Config, Layer, MentionFeature, PlaceFeature } from './types.ts'

/** Gives the viewer its data. */
export interface Source {
  places(): Promise<PlaceFeature[]>
  /** The mentions of a place, in the order of the articles. */
  passages(place: string): Promise<MentionFeature[]>
}

/** Layers fetched from the page's own server. */
export class Remote implements Source {
  private readonly config: Config
  private readonly known = new Map<string, Promise<MentionFeature[]>>()

  constructor(config: Config) {
    this.config = config
  }

  async places(): Promise<PlaceFeature[]> {
    if (!this.config.places) return []
    return (await fetchLayer<PlaceFeature>(this.config.places)).features
  }

  passages(place: string): Promise<MentionFeature[]> {
    let found = this.known.get(place)
    if (!found) {
      const address = (this.config.passages ?? '').replace('{id}', encodeURIComponent(place))
      found = fetchLayer<MentionFeature>(address).then(layer => layer.features)
      found.catch(() => this.known.delete(place))
      this.known.set(place, found)
    }
    return found
  }
}

async function fetchLayer<F>(address: string): Promise<Layer<F>> {
  const answer = await fetch(address, { headers: { accept: 'application/geo+json' } })
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return (await answer.json()) as Layer<F>
}

/** An article as a map kept in a file holds it. */
export interface FileArticle {
  id: string
  title: string
  publisher?: string
  published?: string
  url?: string
  text: string
}

/** Layers that lie in the page. */
export class Inline implements Source {
  readonly mentions: MentionFeature[]
  readonly articles: FileArticle[]
  private readonly layer: Layer<PlaceFeature>

  constructor() {
    this.layer = readJSON<Layer<PlaceFeature>>('places-layer')
    this.mentions = readJSON<Layer<MentionFeature>>('mentions-layer').features
    this.articles = readJSON<FileArticle[]>('articles')
  }

  places(): Promise<PlaceFeature[]> {
    return Promise.resolve(this.layer.features)
  }

  passages(place: string): Promise<MentionFeature[]> {
    return Promise.resolve(this.mentions.filter(m => m.properties.place === place && (m.properties.outcome === 'placed' || m.properties.outcome === 'country')))
  }
}

/** Reads a data block of the page. */
export function readJSON<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T
}
