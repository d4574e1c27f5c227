// The offline base map: addBaseMap adds it to a Leaflet map below all other layers.

import type * as L from 'leaflet'
import type { Tint } from './drawtile.ts'
import { LabelLayer, type Obstacles } from './labellayer.ts'
import type { LabelRow } from './labels.ts'
import { LandLayer } from './landlayer.ts'
import { darkPalette, lightPalette, type Palette } from './palette.ts'
import { translate, type WorldData } from './tiledata.ts'
import { type Detail, fetchJSON, TileSource } from './tilesource.ts'

export type { Tint } from './drawtile.ts'
export type { Obstacles } from './labellayer.ts'
export type { LabelRow } from './labels.ts'
export type { TileData, WorldData } from './tiledata.ts'
export type { Detail } from './tilesource.ts'

/** The options of a base map. */
export interface BaseMapOptions {
  /** The address of world.json, or its content. */
  world: string | WorldData
  /** Detail tiles: a URL template with {key} ("5/22/12"), or the tiles by key. Without them the map is coarse beyond zoom 5. */
  detail?: Detail
  /** Settlements: a URL template with {z}, {x} and {y}, or the rows. */
  labels?: string | LabelRow[]
  /** The address of the names of countries, seas and lakes in another language by those of the base map. */
  names?: string
  /** Dark or light; by default the user's preference. */
  dark?: boolean
  /** The CSS font family of the labels. */
  font?: string
  /** Returns the boxes of symbols and of their labels, in pixels of the map's layers. */
  obstacles?: () => Obstacles
  /** Reports whether a settlement or an area is a place of the map, which has its own label. */
  named?: (name: string, lat: number, lon: number) => boolean
}

/** A base map that was added to a map. */
export interface BaseMap {
  /** The required attribution as plain text. */
  attribution: string
  /** Sets dark or light; undefined for the user's preference. */
  setDark(dark: boolean | undefined): void
  /** Redraws the labels; to be called when the pins have changed. */
  refresh(): void
  /** Sets the tinted areas. */
  setTints(tints: Tint[]): void
  remove(): void
}

const attribution = 'Natural Earth (public domain); GeoNames (CC BY 4.0)'
const landPane = 'basemap'
const labelPane = 'basemap-labels'
const systemFonts = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif'

/** Adds the base map below all other layers. It is hidden from assistive technology. */
export function addBaseMap(map: L.Map, options: BaseMapOptions): BaseMap {
  // Labels are above areas and below pins.
  for (const [name, z] of [
    [landPane, 150],
    [labelPane, 450],
  ] as const) {
    const pane = map.getPane(name) ?? map.createPane(name)
    pane.style.zIndex = String(z)
    pane.style.pointerEvents = 'none'
    pane.setAttribute('aria-hidden', 'true')
  }
  const preference = window.matchMedia('(prefers-color-scheme: dark)')
  let chosen = options.dark
  const palette = (): Palette => ((chosen ?? preference.matches) ? darkPalette : lightPalette)

  const land = new LandLayer(palette(), { pane: landPane })
  const labels = new LabelLayer({
    palette: palette(),
    cities: options.labels,
    font: options.font ?? systemFonts,
    pane: labelPane,
    obstacles: options.obstacles,
    named: options.named,
  })
  land.on('detail', () => labels.scheduleDraw())
  const applyPalette = (): void => {
    map.getContainer().style.backgroundColor = palette().sea
    land.setPalette(palette())
    labels.setPalette(palette())
  }
  preference.addEventListener('change', applyPalette)
  land.addTo(map)
  labels.addTo(map)
  applyPalette()

  const ready = typeof options.world === 'string' ? fetchJSON<WorldData>(options.world) : Promise.resolve(options.world)
  const names = options.names ? fetchJSON<Record<string, string>>(options.names).catch(() => ({})) : Promise.resolve({})
  Promise.all([ready, names]).then(
    ([world, translated]) => {
      const source = new TileSource(translate(world, translated), options.detail)
      land.setSource(source)
      labels.setSource(source)
    },
    (err: unknown) => console.error('The base map could not be loaded.', err),
  )
  return {
    attribution,
    setDark(value) {
      chosen = value
      applyPalette()
    },
    refresh: () => labels.scheduleDraw(),
    setTints: tints => land.setTints(tints),
    remove() {
      preference.removeEventListener('change', applyPalette)
      land.remove()
      labels.remove()
    },
  }
}
