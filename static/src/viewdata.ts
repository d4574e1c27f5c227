// What the server answers to a selection. A Go test compares the field names.

import { t, word } from './i18n.ts'

export type Precision = 'site' | 'settlement' | 'area' | 'country or region'

/** West, south, east and north in degrees. East exceeds 180 if the box crosses the antimeridian. */
export type GeoBox = [number, number, number, number]

/** A place with the figures of the selection. view.PlaceJSON in server/view/answer.go has the same fields. */
export interface PlaceRow {
  id: string
  name: string
  /** The name in the layers where name is in another language. */
  stored_name?: string
  kind: string
  precision: Precision
  confidence: 'certain' | 'likely' | 'ambiguous'
  country?: string
  country_name?: string
  admin1?: string
  where?: string
  lat: number
  lon: number
  box?: GeoBox
  area?: boolean
  mentions: number
  articles: number
  texts: number
  first?: string
  last?: string
  certain: number
  /** The mentions in equal parts of the days of publication, a digit each. */
  days?: string
}

export interface Counts {
  places: number
  mentions: number
  articles: number
  texts: number
}

export interface Day {
  d: string
  n: number
}

/** The answer to a selection. screenJSON in server/view/answer.go has the same fields. */
export interface ViewData {
  version: string
  counts: Counts
  total: Counts
  query: string
  words: string
  frame: GeoBox | null
  all: GeoBox | null
  days: Day[]
  spoken: Day[]
  places: PlaceRow[]
  complete: boolean
  /** The first articles with their places, if the list is grouped by article. */
  groups?: ArticleGroup[]
  /** Parts of the page as HTML by their id. */
  parts: Record<string, string>
}

/** An article with the places that it names. */
export interface ArticleGroup {
  title: string
  url: string
  publisher?: string
  published?: string
  places: PlaceRow[]
}

/** A symbol of a tile: a place, or a cluster of places. */
export interface TileSymbol {
  places: number
  mentions: number
  lat: number
  lon: number
  box: GeoBox
  place?: PlaceRow
}

/** Reports whether a place is drawn as a point. */
export function isPoint(p: PlaceRow): boolean {
  return p.precision === 'site' || p.precision === 'settlement'
}

/** Returns the names under which the base map may have a place. */
export function namesOf(p: { name: string; stored_name?: string }): string[] {
  return p.stored_name ? [p.name, p.stored_name] : [p.name]
}

/** Returns the accessible name of a place: "Al Qadarif, settlement, Sudan, likely, 4 mentions in 2 articles". */
export function placeName(p: PlaceRow): string {
  const parameters = {
    name: p.name,
    kind: word(p.kind),
    where: p.where ?? '',
    confidence: word(p.confidence),
    mentions: t('mentions', { n: p.mentions }),
    articles: t('articles', { n: p.articles }),
  }
  return t(p.where ? 'pinName' : 'pinNameShort', parameters)
}
