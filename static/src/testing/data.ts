// Data for tests.

import type { PlaceFeature, PlaceProperties } from '../types.ts'

export function placeProperties(more: Partial<PlaceProperties> = {}): PlaceProperties {
  return {
    place: 'geonames:1138958',
    name: 'Kabul',
    kind: 'settlement',
    precision: 'settlement',
    country: 'AF',
    country_name: 'Afghanistan',
    lat: 34.5281,
    lon: 69.1723,
    mentions: 4,
    articles: 2,
    confidence: 'certain',
    phrases: 'Kabul; Kaboul',
    ...more,
  }
}

export function placeFeature(more: Partial<PlaceProperties> = {}): PlaceFeature {
  const properties = placeProperties(more)
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [properties.lon, properties.lat] } }
}

/** Returns a deterministic generator of pseudorandom numbers from 0 to 1. */
export function randomNumbers(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
