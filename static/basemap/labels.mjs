// Positions and minimum zooms of the labels of countries, areas, seas and lakes.

import fs from 'node:fs'
import polylabel from 'polylabel'
import { mergeArcs } from 'topojson-client'

import { areasByCountry, nameOf, project, ringArea, unproject } from './topology.mjs'

/** Manual label positions for countries of irregular shape: [longitude, latitude, minimum zoom if it is not to be computed]. */
const manualPositions = {
  IDN: [118, -2.2, 3],
  MYS: [102.3, 4.0, 4],
  JPN: [138.2, 36.6, 2.5],
  NZL: [171.5, -43.2, 3.5],
  NOR: [9.2, 61.4],
  SWE: [15.4, 62.8],
  CHL: [-70.8, -30.5],
  VNM: [108.2, 14.2],
  PHL: [121.3, 16.6, 4],
  USA: [-99, 39.6],
  CAN: [-104, 58.5],
  RUS: [96, 62.5],
  FRA: [2.4, 46.6],
  GBR: [-1.7, 52.9],
  HRV: [16.4, 45.5],
  ISR: [34.85, 31.0, 5],
  DNK: [9.2, 56.0],
  GRC: [22.3, 39.2],
  AUS: [134.5, -25],
  ATA: [20, -78],
  GRL: [-41.5, 73],
  FJI: [178.0, -17.8],
  KIR: [-157.4, 1.9],
  CUB: [-78.6, 21.9],
  PAN: [-80.6, 8.4],
  ITA: [12.4, 42.9],
  SOM: [45.6, 4.2],
  KAZ: [67.5, 48.3],
  THA: [101.2, 15.6],
  KOR: [127.9, 36.4, 4],
  PRK: [126.7, 40.1, 4],
  AZE: [47.9, 40.5],
  PRT: [-8.1, 39.6, 4],
  MOZ: [38.2, -15.2],
  MWI: [33.7, -13.2],
  PNG: [143.6, -6.3],
  GMB: [-15.4, 13.45],
  PSX: [35.25, 31.95, 6],
}

/** Returns the labels of countries: [longitude, latitude, name, minimum zoom, area in the unit square]. */
export function countryLabels(topo) {
  const countries = areasByCountry(topo)
  const islands = withoutNeighbors(topo)
  const labels = []
  for (const [code, geometries] of countries) {
    const name = nameOf(code, countries)
    if (!name) continue
    const merged = mergeArcs(topo, geometries)
    let best = null
    let size = 0
    for (const polygon of merged.arcs) {
      const rings = polygon.map(arcs => arcs.flatMap(i => (i < 0 ? topo.arcs[~i].slice().reverse() : topo.arcs[i])))
      const area = Math.abs(ringArea(rings[0]))
      if (area > size) {
        size = area
        best = rings
      }
    }
    // Text is wider than high: find the pole of inaccessibility of the polygon compressed horizontally.
    const squeezed = best.map(ring => ring.map(([x, y]) => [x * 0.45, y]))
    const spot = polylabel(squeezed, Math.sqrt(size) / 200)
    const room = spot.distance
    const [lon, lat, from] = manualPositions[code] ?? unproject([spot[0] / 0.45, spot[1]])
    // The name fits when half of its width is within the distance to the border.
    const zoom = from ?? Math.log2((longest(name) * 3.4 * 0.45) / (room * 256)) - 0.35
    labels.push([
      round(lon),
      round(lat),
      name,
      Math.max(1.5, Math.min(islands.has(code) ? 5 : 6.5, Math.round(zoom * 2) / 2)),
      Number(size.toPrecision(2)),
    ])
  }
  return labels.sort((a, b) => b[4] - a[4] || (a[2] < b[2] ? -1 : 1))
}

/** Returns the countries without land borders: the labels of small islands have room in the sea. */
function withoutNeighbors(topo) {
  const owner = new Map()
  const alone = new Set(topo.objects.areas.geometries.map(g => g.properties.country))
  for (const g of topo.objects.areas.geometries) {
    for (const i of g.arcs.flat(2)) {
      const arc = i < 0 ? ~i : i
      const other = owner.get(arc) ?? g.properties.country
      if (other !== g.properties.country) {
        alone.delete(other)
        alone.delete(g.properties.country)
      }
      owner.set(arc, g.properties.country)
    }
  }
  return alone
}

/** Returns the length of the longer line of a name; long names are broken into two lines. */
function longest(name) {
  if (name.length <= 11 || !name.includes(' ')) return name.length
  return Math.min(...[...name.matchAll(/ /g)].map(({ index }) => Math.max(index, name.length - index - 1)))
}

/** Returns the zoom from which an admin-1 area is labeled: its borders are drawn, and its name fits into it. */
export function areaZoom(topo, geometry) {
  let size = 0
  for (const polygon of mergeArcs(topo, [geometry]).arcs) {
    size += Math.abs(ringArea(polygon[0].flatMap(i => (i < 0 ? topo.arcs[~i].slice().reverse() : topo.arcs[i]))))
  }
  const { name, minZoom, labelZoom } = geometry.properties
  const fits = Math.log2((name.length * 6.5) / (256 * Math.sqrt(size)))
  return Math.max(5, Math.min(9, Math.ceil(Math.max(Math.floor(minZoom), labelZoom - 1, fits))))
}

/** Reads the labels of seas from seas.tsv: [longitude, latitude, name, minimum zoom, maximum zoom]. */
export function seaLabels(file) {
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line && !line.startsWith('#'))
    .map(line => {
      const [name, lon, lat, first, last] = line.split('\t')
      const row = [Number(lon), Number(lat), name.replace('|', '\n'), Number(first), Number(last)]
      if (row.length !== 5 || [0, 1, 3, 4].some(i => !Number.isFinite(row[i])))
        throw new Error(`${file}: a line must have name, longitude, latitude, minimum and maximum zoom: ${line}`)
      return row
    })
}

/** Returns the label of a lake: [longitude, latitude, name, minimum zoom]. */
export function lakeLabel(name, rings) {
  const outer = rings.map(ring => ring.map(project))
  const squeezed = outer.map(ring => ring.map(([x, y]) => [x * 0.45, y]))
  const spot = polylabel(squeezed, 1e-5)
  const [lon, lat] = unproject([spot[0] / 0.45, spot[1]])
  const zoom = Math.log2((name.length * 2.6 * 0.45) / (Math.max(spot.distance, 1e-6) * 256))
  return [round(lon), round(lat), name, Math.max(4, Math.min(9, Math.round(zoom * 2) / 2))]
}

const round = n => Math.round(n * 100) / 100
