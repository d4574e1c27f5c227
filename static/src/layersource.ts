// The places layer: fetched from the page's server, or embedded in a single-file map.

import type { Config, Layer, PlaceFeature } from './types.ts'

/** Returns the features of the places layer. */
export async function loadPlaces(config: Config): Promise<PlaceFeature[]> {
  if (config.view === 'file') return readJSON<Layer<PlaceFeature>>('places-layer').features
  if (!config.places) return []
  const response = await fetch(config.places, { headers: { accept: 'application/geo+json' } })
  if (!response.ok) throw new Error(`${config.places}: ${response.status}`)
  return ((await response.json()) as Layer<PlaceFeature>).features
}

/** Parses a JSON data block of the page; null without it. */
export function readJSON<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T
}
