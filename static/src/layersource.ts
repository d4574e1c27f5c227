// Sources of the layers: the page's server, or the page itself in a single-file map.

import type { Config, Layer, MentionFeature, PlaceFeature } from './types.ts'

export interface LayerSource {
  places(): Promise<PlaceFeature[]>
  /** Returns the mentions of a place in the order of the articles. */
  passages(place: string): Promise<MentionFeature[]>
}

/** Layers fetched from the page's server. */
export class RemoteLayers implements LayerSource {
  private readonly config: Config
  private readonly cache = new Map<string, Promise<MentionFeature[]>>()

  constructor(config: Config) {
    this.config = config
  }

  async places(): Promise<PlaceFeature[]> {
    if (!this.config.places) return []
    return (await fetchLayer<PlaceFeature>(this.config.places)).features
  }

  /** Fetches the passages of a place once. A failed request is repeated by the next call. */
  passages(place: string): Promise<MentionFeature[]> {
    let passages = this.cache.get(place)
    if (!passages) {
      const address = (this.config.passages ?? '').replace('{id}', encodeURIComponent(place))
      passages = fetchLayer<MentionFeature>(address).then(layer => layer.features)
      passages.catch(() => this.cache.delete(place))
      this.cache.set(place, passages)
    }
    return passages
  }
}

async function fetchLayer<F>(address: string): Promise<Layer<F>> {
  const response = await fetch(address, { headers: { accept: 'application/geo+json' } })
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return (await response.json()) as Layer<F>
}

/** An article embedded in a single-file map. server/mapfile writes it. */
export interface FileArticle {
  id: string
  title: string
  publisher?: string
  published?: string
  language?: string
  url?: string
  text: string
}

/** Layers embedded in the page. */
export class EmbeddedLayers implements LayerSource {
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
    return Promise.resolve(
      this.mentions.filter(({ properties: m }) => m.place === place && (m.outcome === 'placed' || m.outcome === 'country')),
    )
  }
}

/** Parses a JSON data block of the page; null without it. */
export function readJSON<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T
}
