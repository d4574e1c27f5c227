// Selects the labels of the base map by zoom, with their styles and their priority.

import type { Side } from './labelplacement.ts'
import type { Palette } from './palette.ts'
import type { Tile, WorldData } from './tiledata.ts'

/** The label of a settlement as the server and the single-file map encode it. */
export type LabelRow = [lon: number, lat: number, name: string, population: number, capital: 0 | 1]

/** The kind of thing that is labeled; "side" is a country along its border. */
export type LabelKind = 'sea' | 'country' | 'side' | 'area' | 'lake' | 'capital' | 'city'

/** A label selected for a zoom. */
export interface Label {
  kind: LabelKind
  lon: number
  lat: number
  text: string
  /** Lower values have priority. */
  order: number
  population: number
}

/** The style of a label. */
export interface LabelStyle {
  font: string
  /** Line height in pixels. */
  line: number
  spacing: number
  upper: boolean
  color: string
  halo: string
  sides: Side[]
  /** Radius of the dot, 0 for none. */
  dot: number
  padding: number
}

/** Returns the minimum population of the settlements that are shown at a zoom if there is room. */
export function minPopulation(zoom: number): number {
  const table = [Infinity, Infinity, 12e6, 4e6, 1.8e6, 6e5, 2e5, 7e4, 2.5e4, 1e4, 3e3, 800, 0]
  return table[Math.max(0, Math.min(table.length - 1, Math.floor(zoom)))] ?? 0
}

/** Returns the settlements for a zoom, most important first: large ones, and smaller ones for sparsely populated areas. */
export function cityLabels(rows: LabelRow[], zoom: number): Label[] {
  const least = minPopulation(zoom)
  const labels: Label[] = []
  for (const [lon, lat, text, population, capital] of rows) {
    const isCapital = capital === 1
    if (isCapital ? zoom < 3.5 && population < 4e6 : population < least / 8) continue
    if (isCapital && zoom < 4.5 && population < 3e5) continue
    if (zoom < 2.5) continue
    labels.push({ kind: isCapital ? 'capital' : 'city', lon, lat, text, population, order: rank(population, isCapital) })
  }
  return labels.sort((a, b) => a.order - b.order || (a.text < b.text ? -1 : 1))
}

/** Returns the priority of a settlement: a capital precedes cities of up to eight times its population. */
function rank(population: number, capital: boolean): number {
  return -Math.log(population + 1) - (capital ? Math.log(8) : 0)
}

/** Returns the countries and seas for a zoom. */
export function worldLabels(world: WorldData, zoom: number): Label[] {
  const labels: Label[] = []
  for (const [lon, lat, text, first, last] of world.seas) {
    if (zoom >= first && zoom <= last) labels.push({ kind: 'sea', lon, lat, text, population: 0, order: first - 10 })
  }
  for (const [lon, lat, text, first, size] of world.countries) {
    // Countries larger than the screen are not labeled: their areas are.
    const side = Math.sqrt(size) * 256 * 2 ** zoom
    if (zoom >= first && side < 4500) labels.push({ kind: 'country', lon, lat, text, population: 0, order: -Math.log2(size + 1e-9) })
  }
  return labels
}

/** Returns the admin-1 areas and lakes of a tile for a zoom; toLonLat converts units of the tile to degrees. */
export function tileLabels(tile: Tile, zoom: number, toLonLat: (x: number, y: number) => [number, number]): Label[] {
  const labels: Label[] = []
  for (const [kind, rows] of [
    ['area', tile.areas],
    ['lake', tile.lakes],
  ] as const) {
    for (const [x, y, text, first] of rows) {
      if (zoom < first || (kind === 'area' && zoom > first + 4)) continue
      const [lon, lat] = toLonLat(x, y)
      labels.push({ kind, lon, lat, text, population: 0, order: 100 + first })
    }
  }
  return labels
}

/** Returns the style of a label at a zoom. */
export function styleOf(label: Label, zoom: number, palette: Palette, family: string): LabelStyle {
  const halo = palette.halo
  switch (label.kind) {
    case 'sea':
    case 'lake': {
      const first = label.order + 10
      const ocean = label.kind === 'sea' && first <= 2.5
      const size = label.kind === 'lake' ? 10.5 : Math.min(15, 10.5 + Math.max(0, zoom - first) * 0.8 + (ocean ? 1 : 0))
      return {
        font: `italic 400 ${size}px ${family}`,
        line: size * 1.2,
        spacing: label.kind === 'lake' ? 0.2 : ocean ? 1.6 : 0.6,
        upper: false,
        color: palette.water,
        halo: palette.waterHalo,
        sides: ['on'],
        dot: 0,
        padding: 5,
      }
    }
    case 'country': {
      // The side of a square of the country's area, in pixels.
      const side = 2 ** (zoom + 8 - label.order / 2)
      const size = Math.max(9.5, Math.min(14.5, 7.4 + 1.15 * Math.log2(side / 20)))
      return {
        font: `600 ${size}px ${family}`,
        line: size * 1.15,
        spacing: size * 0.11,
        upper: true,
        color: palette.country,
        halo,
        sides: ['on'],
        dot: 0,
        padding: 4,
      }
    }
    case 'side':
      return {
        font: `600 9.5px ${family}`,
        line: 12,
        spacing: 1.3,
        upper: true,
        color: palette.area,
        halo,
        sides: ['on'],
        dot: 0,
        padding: 4,
      }
    case 'area':
      return {
        font: `500 ${zoom < 7 ? 9.5 : 10.5}px ${family}`,
        line: 12.5,
        spacing: 0.9,
        upper: true,
        color: palette.area,
        halo,
        sides: ['on', 'above', 'below'],
        dot: 0,
        padding: 6,
      }
    case 'capital':
    case 'city': {
      const large = Math.max(0, Math.min(1, Math.log10((label.population + 1) / (minPopulation(zoom) + 1)) / 1.6))
      const size = 11 + 2 * large + (label.kind === 'capital' ? 0.5 : 0)
      return {
        font: `${label.kind === 'capital' || large > 0.8 ? 600 : 400} ${size}px ${family}`,
        line: size * 1.15,
        spacing: 0,
        upper: false,
        color: palette.city,
        halo,
        sides: ['right', 'left', 'above', 'below'],
        dot: label.kind === 'capital' ? 3.2 : 2 + 0.6 * large,
        padding: zoom < 7 ? 7 : 5,
      }
    }
  }
}
