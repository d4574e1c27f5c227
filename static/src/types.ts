// Types of the data that the server, or the single-file map, passes to the viewer. A Go test compares the field names.

/** The configuration in the page. view.Client in server/view/layout.go has the same fields. */
export interface Config {
  view: 'map' | 'embed' | 'article' | 'place' | 'file'
  title: string
  places?: string
  /** URL templates with "{id}" for an identifier. */
  passages?: string
  place_page?: string
  article?: string
  selected?: string
  full?: string
  /** The address of the folder of the base map's files. */
  basemap?: string
  labels?: string
  attribution: Attribution[] | null
}

export interface Attribution {
  name: string
  license: string
  attribution: string
  url: string
}

export type Precision = 'site' | 'settlement' | 'area' | 'country or region'
export type Outcome = 'placed' | 'country' | 'ambiguous' | 'approximate' | 'missing'

/** The properties of the places layer that the viewer uses; geo/layer writes them. */
export interface PlaceProperties {
  place: string
  name: string
  kind: string
  precision: Precision
  country?: string
  country_name?: string
  admin1?: string
  lat: number
  lon: number
  population?: number
  mentions: number
  articles: number
  confidence: string
  phrases: string
}

export type PlaceFeature = GeoJSON.Feature<GeoJSON.Geometry | null, PlaceProperties>

export interface Layer<F> {
  type: 'FeatureCollection'
  features: F[]
}

/** Reports whether a place is a pin. */
export function isPoint(p: PlaceProperties): boolean {
  return p.precision === 'site' || p.precision === 'settlement'
}
