// Data for tests.

import type { MentionProperties, PlaceFeature, PlaceProperties } from '../types.ts'

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

export function mentionProperties(more: Partial<MentionProperties> = {}): MentionProperties {
  return {
    mention: '0123456789abcdef',
    place: 'geonames:1138958',
    name: 'Kabul',
    phrase: 'Kabul',
    role: 'literal',
    outcome: 'placed',
    precision: 'settlement',
    kind: 'settlement',
    confidence: 'certain',
    score: 0.98,
    country_name: 'Afghanistan',
    article: 'talks',
    title: 'Border talks',
    publisher: 'The Post',
    published: '2021-09-06',
    start: 8,
    end: 13,
    passage: 'Rain in Kabul.',
    passage_start: 0,
    ...more,
  }
}

/** Returns a deterministic generator of pseudorandom numbers from 0 to 1. */
export function randomNumbers(seed = 7): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
