// The topology of the world's admin-1 areas: land, national borders and admin-1 borders share arcs, so that they stay consistent at
// every level of detail.

import { mergeArcs, mesh } from 'topojson-client'
import { topology } from 'topojson-server'
import { planarTriangleArea, presimplify } from 'topojson-simplify'

import { disputed, groupedBy, homeOf, merged, unitOf } from './disputes.mjs'

/** Projects to Web Mercator in the unit square: x eastward from 180° W, y southward from 85° N. */
export function project([lon, lat]) {
  const s = Math.sin((Math.max(-85.4, Math.min(85.4, lat)) * Math.PI) / 180)
  return [lon / 360 + 0.5, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)]
}

/** The inverse of project. */
export function unproject([x, y]) {
  return [(x - 0.5) * 360, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI]
}

/** The distance in the unit square by which land extends beyond the antimeridian, so that no gap is visible. */
export const antimeridianOverlap = 0.02 / 360

const deep = (c, f) => (typeof c[0] === 'number' ? f(c) : c.map(d => deep(d, f)))

/** Returns the properties of an admin-1 area that drawing needs. */
function describe(p) {
  const code = p.iso_3166_2 ?? ''
  const unit = unitOf[p.adm1_code] ?? unitOf[code] ?? p.adm0_a3
  const whole = merged[p.adm1_code] ?? merged[code]
  const group = groupedBy[p.adm0_a3]
  return {
    unit,
    country: homeOf[unit] ?? p.adm0_a3,
    countryName: p.admin,
    // Some codes are shared by two areas: the name distinguishes them.
    area: whole ?? (Object.values(merged).includes(code) ? code : `${code} ${p.name_en || p.name}`),
    merged: whole !== undefined,
    code,
    group: group ? p[group] : undefined,
    name: (p.name_en || p.name || '').replace(/^(Autonomous Republic|Republic|Emirate) of /, ''),
    // 18 marks territories without subdivisions.
    minZoom: p.min_zoom === 18 || unit !== p.adm0_a3 ? Math.min(6.6, p.min_zoom) : (p.min_zoom ?? 10),
    labelZoom: p.min_zoom === 18 ? 6 : (p.min_label ?? p.min_zoom ?? 10),
    at: [p.longitude, p.latitude],
  }
}

const pairKey = (a, b) => (a < b ? `${a}|${b}` : `${b}|${a}`)
const pairs = new Map(disputed.map(row => [pairKey(row[0], row[1]), row]))

/** Classifies the line between two areas: {kind: "border" | "disputed" | "none"} or {kind: "admin", zoom} with its minimum zoom. */
export function lineBetween(a, b) {
  if (a === b) return { kind: 'none' }
  if (a.unit !== b.unit) {
    const row = pairs.get(pairKey(a.unit, b.unit))
    if (row && (!row[3] || [a, b].every(s => row[3].includes(s.code)))) {
      return { kind: 'disputed' }
    }
    if (a.country !== b.country) return { kind: 'border' }
  }
  if (a.area === b.area) return { kind: 'none' }
  const zoom = Math.max(a.minZoom, b.minZoom)
  if (a.group !== undefined || b.group !== undefined) {
    return { kind: 'admin', zoom: a.group === b.group ? 8 : Math.min(6, zoom) }
  }
  return { kind: 'admin', zoom: Math.max(4, Math.min(9, Math.floor(zoom))) }
}

/** Current or short names that replace those of the data. */
const renamed = {
  ARE: 'U.A.E.',
  BHS: 'Bahamas',
  BIH: 'Bosnia & Herz.',
  BLM: 'Saint Barthélemy',
  CAF: 'Central African Rep.',
  CIV: 'Côte d’Ivoire',
  COD: 'DR Congo',
  COG: 'Congo',
  CPV: 'Cabo Verde',
  CZE: 'Czechia',
  DOM: 'Dominican Rep.',
  FSM: 'Micronesia',
  GNB: 'Guinea-Bissau',
  HKG: 'Hong Kong',
  MAC: 'Macau',
  MKD: 'N. Macedonia',
  PSX: 'Palestine',
  SDS: 'South Sudan',
  SRB: 'Serbia',
  STP: 'São Tomé & Príncipe',
  SWZ: 'Eswatini',
  TLS: 'Timor-Leste',
  TTO: 'Trinidad & Tobago',
  TUR: 'Türkiye',
  TZA: 'Tanzania',
  USA: 'United States',
  SPM: 'St. Pierre & Miquelon',
  VCT: 'St. Vincent & Grenadines',
  SGS: 'South Georgia',
}

/** Entries of the data that are not countries and get no country label. */
const unnamed = new Set(['ATC', 'CLP', 'CSI', 'CYN', 'ESB', 'HMD', 'IOA', 'KAS', 'PGA', 'SOL', 'UMI', 'USG', 'WSB'])

/** Returns the areas of each country by its code in the data. */
export function areasByCountry(topo) {
  const countries = new Map()
  for (const g of topo.objects.areas.geometries) {
    const { country } = g.properties
    if (!countries.has(country)) countries.set(country, [])
    countries.get(country).push(g)
  }
  return countries
}

/** Returns the name of a country by its code in the data; empty for entries that are not countries. */
export function nameOf(code, countries) {
  if (unnamed.has(code)) return ''
  return renamed[code] ?? countries.get(code).find(g => g.properties.unit === code).properties.countryName
}

/** Builds the topology of GeoJSON features of admin-1 areas, with the weight of each point for simplification. */
export function build(features) {
  const geometries = features.map(f => ({
    type: 'Feature',
    properties: describe(f.properties),
    geometry: { type: f.geometry.type, coordinates: deep(f.geometry.coordinates, project) },
  }))
  const raw = topology({ areas: { type: 'FeatureCollection', features: geometries } })
  return presimplify(raw, planarTriangleArea)
}

/** Returns the codes and borders of disputes.mjs that the data does not have, because they have changed there. */
export function missing(features, topo) {
  const codes = new Set(features.flatMap(f => [f.properties.iso_3166_2, f.properties.adm1_code]))
  const found = new Set()
  const users = new Map()
  for (const g of topo.objects.areas.geometries) {
    for (const i of g.arcs.flat(2)) {
      const arc = i < 0 ? ~i : i
      const other = users.get(arc)
      if (other && lineBetween(other, g.properties).kind === 'disputed') found.add(pairKey(other.unit, g.properties.unit))
      users.set(arc, g.properties)
    }
  }
  return [
    ...[...Object.keys(unitOf), ...Object.keys(merged), ...Object.values(merged)].filter(code => !codes.has(code)),
    ...[...pairs.keys()].filter(key => !found.has(key)),
  ]
}

const near = 1e-7
/** Moves points on the antimeridian beyond it. */
const overlap = ([x, y]) => [x < near ? -antimeridianOverlap : x > 1 - near ? 1 + antimeridianOverlap : x, y]

const ringArea = ring => {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1]
  return sum / 2
}

/**
 * Returns land, national borders and admin-1 borders at a level of detail.
 * @param tolerance the smallest size of a feature, in the unit square
 * @param adminZoom admin-1 borders that appear after this zoom are omitted
 * @param sided whether borders are tagged "left|right" with the countries on their sides
 */
export function layersAt(topo, tolerance, adminZoom, sided = false) {
  const weight = tolerance ** 2
  const arcs = topo.arcs.map(arc => arc.filter(p => p[2] >= weight).map(([x, y]) => [x, y]))
  const simple = { ...topo, arcs }
  const areas = topo.objects.areas
  const land = []
  for (const polygon of mergeArcs(simple, areas.geometries).arcs) {
    polygon.forEach((ringArcs, i) => {
      const ring = openRing(ringArcs, arcs)
      const size = ringArea(ring)
      if (ring.length < 3 || Math.abs(size) < weight * (i ? 4 : 2)) return
      // Outer rings and holes have opposite directions for the non-zero fill rule.
      land.push({ points: size > 0 === (i === 0) ? ring : ring.reverse() })
    })
  }
  const lines = { border: [], disputed: [], admin: {} }
  const take = filter =>
    mesh(simple, areas, (a, b) => a !== b && filter(lineBetween(a.properties, b.properties)))
      .coordinates.map(points => ({ points: points.map(overlap) }))
      .filter(l => l.points.length > 1)
  if (sided) {
    Object.assign(lines, sidedBorders(simple))
  } else {
    lines.border = take(l => l.kind === 'border')
    lines.disputed = take(l => l.kind === 'disputed')
  }
  for (let zoom = 4; zoom <= adminZoom; zoom++) lines.admin[zoom] = take(l => l.kind === 'admin' && l.zoom === zoom)
  return { land: land.map(l => ({ points: l.points.map(overlap) })), ...lines }
}

/** Returns national and disputed borders, tagged with the countries to the left and right of their direction. */
function sidedBorders(topo) {
  const countries = areasByCountry(topo)
  const right = new Map() // the country to the right of an arc by its index, or by the complement for the opposite direction
  for (const g of topo.objects.areas.geometries) {
    const { country } = g.properties
    for (const polygon of g.type === 'Polygon' ? [g.arcs] : g.arcs) {
      // As y increases southward, a ring of positive area has its interior on the right.
      const insideRight = ringArea(openRing(polygon[0], topo.arcs)) > 0
      for (const i of polygon.flat()) right.set(insideRight ? i : ~i, country)
    }
  }
  const start = new Map() // the index of the arc that starts with a segment, or its complement
  const segment = (a, b) => `${a[0]} ${a[1]} ${b[0]} ${b[1]}`
  const neighbors = new Set()
  topo.arcs.forEach((arc, i) => {
    const [a, b] = [right.get(i), right.get(~i)]
    if (a === undefined || b === undefined) return
    start.set(segment(arc[0], arc[1]), i)
    start.set(segment(arc[arc.length - 1], arc[arc.length - 2]), ~i)
    neighbors.add(pairKey(a, b))
  })
  const out = { border: [], disputed: [] }
  for (const key of [...neighbors].sort()) {
    const [a, b] = key.split('|')
    const geometries = a === b ? countries.get(a) : [...countries.get(a), ...countries.get(b)]
    for (const kind of ['border', 'disputed']) {
      const matches = (p, q) =>
        pairKey(p.properties.country, q.properties.country) === key && lineBetween(p.properties, q.properties).kind === kind
      const found = mesh(topo, { type: 'GeometryCollection', geometries }, (p, q) => p !== q && matches(p, q))
      for (const points of found.coordinates) {
        if (points.length < 2) continue
        const arc = start.get(segment(points[0], points[1]))
        const names = arc === undefined || a === b ? undefined : [right.get(~arc), right.get(arc)].map(c => nameOf(c, countries))
        out[kind].push({ points: points.map(overlap), tag: names ? names.join('|') : '' })
      }
    }
  }
  return out
}

function openRing(ringArcs, arcs) {
  const ring = []
  for (const i of ringArcs) {
    const arc = i < 0 ? arcs[~i].slice().reverse() : arcs[i]
    for (const p of arc) {
      const q = ring[ring.length - 1]
      if (!q || p[0] !== q[0] || p[1] !== q[1]) ring.push(p)
    }
  }
  const [a, b] = [ring[0], ring[ring.length - 1]]
  if (ring.length > 1 && a[0] === b[0] && a[1] === b[1]) ring.pop()
  return ring
}

/** Simplifies a line that shares no arcs, such as a river or the shore of a lake. */
export function simplifyLine(points, tolerance, closed) {
  const topo = topology({ one: { type: closed ? 'Polygon' : 'LineString', coordinates: closed ? [points] : points } })
  const weight = tolerance ** 2
  const arc = presimplify(topo, planarTriangleArea).arcs[0]
  return arc.filter(p => p[2] >= weight).map(([x, y]) => [x, y])
}

export { ringArea }
