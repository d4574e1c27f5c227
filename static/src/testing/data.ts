// Data for tests.

import type { PlaceRow, ViewData } from '../viewdata.ts'

export function placeRow(more: Partial<PlaceRow> = {}): PlaceRow {
  return {
    id: 'kabul',
    name: 'Kabul',
    kind: 'settlement',
    precision: 'settlement',
    confidence: 'certain',
    country: 'AF',
    country_name: 'Afghanistan',
    where: 'Afghanistan',
    lat: 34.5281,
    lon: 69.1723,
    mentions: 4,
    articles: 2,
    texts: 2,
    certain: 4,
    ...more,
  }
}

/** Returns the answer to a selection with these places. */
export function viewData(places: PlaceRow[], more: Partial<ViewData> = {}): ViewData {
  const mentions = places.reduce((sum, p) => sum + p.mentions, 0)
  const counts = { places: places.length, mentions, articles: 2, texts: 2 }
  return {
    version: '1',
    counts,
    total: counts,
    query: '',
    words: '',
    frame: [66, 30, 70, 35],
    all: [66, 30, 70, 35],
    days: [],
    spoken: [],
    places,
    complete: true,
    parts: {},
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
