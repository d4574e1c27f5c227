// The base map that needs no network: addBaseMap puts it under everything else on a Leaflet map.

import L from 'leaflet'

import type { WorldData } from './data.ts'
import { LabelLayer } from './labellayer.ts'
import type { LabelRow } from './labels.ts'
import { LandLayer } from './landlayer.ts'
import { dark, light, type Palette } from './palette.ts'
import { fetchJSON, Source, type Detail } from './source.ts'

export type { TileData, WorldData } from './data.ts'
export type { LabelRow } from './labels.ts'
export type { Detail } from './source.ts'

/** What a base map is made of. */
export interface BaseMapOptions {
  /** The address of world.json, or what is in it. */
  world: string | WorldData
  /** Finer tiles: an address with {key} ("5/22/12") in it, or tiles by their keys. Without it the map is coarse beyond zoom 5. */
  detail?: Detail
  /** Settlements: an address with {z}, {x} and {y}, or rows of [longitude, latitude, name, population, capital]. */
  labels?: string | LabelRow[]
  /** Dark or light; without it, as the page's reader prefers. */
  dark?: boolean
  /** The font family of the names, as in CSS. */
  font?: string
  /** The points of the pins; names keep off them. */
  avoid?: () => L.LatLngExpression[]
  /** Whether a settlement's name stands on the map already, beside its pin. */
  named?: (name: string, lat: number, lon: number) => boolean
}

/** A base map on its map. */
export interface BaseMap {
  /** What is to be named wherever the map is shown; plain text. */
  attribution: string
  /** Dark, light, or as the page's reader prefers. */
  setDark(dark: boolean | undefined): void
  /** Writes the names again: to be called when the pins have changed. */
  refresh(): void
  remove(): void
}

const attribution = 'Natural Earth (public domain); GeoNames (CC BY 4.0)'
const landPane = 'basemap'
const labelPane = 'basemap-labels'
const systemFonts = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

/** Draws the base map under everything else on a map. It is decoration: assistive technology does not see it. */
export function addBaseMap(map: L.Map, opts: BaseMapOptions): BaseMap {
  // Names lie above areas, below pins.
  for (const [name, z] of [[landPane, 150], [labelPane, 450]] as const) {
    const pane = map.getPane(name) ?? map.createPane(name)
    pane.style.zIndex = String(z)
    pane.style.pointerEvents = 'none'
    pane.setAttribute('aria-hidden', 'true')
  }
  const preference = window.matchMedia('(prefers-color-scheme: dark)')
  let chosen = opts.dark
  const palette = (): Palette => ((chosen ?? preference.matches) ? dark : light)

  const land = new LandLayer(palette(), { pane: landPane, minZoom: map.getMinZoom() })
  const labels = new LabelLayer({
    palette: palette(),
    cities: opts.labels,
    font: opts.font ?? systemFonts,
    pane: labelPane,
    avoid: opts.avoid,
    named: opts.named,
  })
  land.on('detail', () => labels.soon())
  const colour = (): void => {
    map.getContainer().style.backgroundColor = palette().sea
    land.setPalette(palette())
    labels.setPalette(palette())
  }
  preference.addEventListener('change', colour)
  land.addTo(map)
  labels.addTo(map)
  colour()

  const ready = typeof opts.world === 'string' ? fetchJSON<WorldData>(opts.world) : Promise.resolve(opts.world)
  ready.then(
    world => {
      const source = new Source(world, opts.detail)
      land.setSource(source)
      labels.setSource(source)
    },
    (err: unknown) => console.error('The base map could not be loaded; pins and areas are shown without it.', err),
  )
  return {
    attribution,
    setDark(value) {
      chosen = value
      colour()
    },
    refresh: () => labels.soon(),
    remove() {
      preference.removeEventListener('change', colour)
      land.remove()
      labels.remove()
    },
  }
}
