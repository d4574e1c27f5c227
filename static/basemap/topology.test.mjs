import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'

import { disputed, homeOf, unitOf } from './disputes.mjs'
import { areaZoom, countryLabels, lakeLabel, seaLabels } from './labels.mjs'
import { build, layersAt, lineBetween, missing, project, simplifyLine, unproject } from './topology.mjs'

test('every disputed border has two units once, and a reason', () => {
  const seen = new Set()
  for (const [a, b, reason, only] of disputed) {
    const key = [a, b].sort().join('|')
    assert.ok(!seen.has(key), `${key} twice`)
    seen.add(key)
    assert.match(a + b, /^[A-Z]{6}$/)
    assert.ok(reason.length > 10, key)
    if (only) assert.equal(only.length, 2)
  }
  for (const unit of Object.values(unitOf)) {
    assert.match(homeOf[unit] ?? '', /^[A-Z]{3}$/, unit)
    assert.ok(
      [...seen].some(key => key.includes(unit)),
      `${unit} has no dashed border`,
    )
  }
})

const area = (country, code, x, more) => ({
  type: 'Feature',
  properties: { adm0_a3: country, iso_3166_2: code, name: code, min_zoom: 6.7, ...more },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, 30],
        [x + 1, 30],
        [x + 1, 31],
        [x, 31],
        [x, 30],
      ],
    ],
  },
})

test('lines between areas are national, disputed or admin-1 borders', () => {
  const topo = build([
    area('AFG', 'AF-NAN', 70),
    area('PAK', 'PK-KP', 71),
    area('PAK', 'PK-JK', 72),
    area('IND', 'IN-JK', 73),
    area('IND', 'IN-PB', 74),
    area('FRA', 'FR-01', 75, { region: 'A' }),
    area('FRA', 'FR-02', 76, { region: 'A' }),
    area('FRA', 'FR-03', 77, { region: 'B' }),
    area('PAK', 'PK-TA', 78),
    area('PAK', 'PK-KP', 79),
  ])
  const p = topo.objects.areas.geometries.map(g => g.properties)
  const kinds = p.slice(1).map((b, i) => lineBetween(p[i], b))
  assert.deepEqual(
    kinds.map(k => k.kind),
    ['border', 'admin', 'disputed', 'admin', 'border', 'admin', 'admin', 'border', 'none'],
  )
  assert.equal(kinds[1].zoom, 6)
  assert.deepEqual([kinds[5].zoom, kinds[6].zoom], [8, 6], 'regions before departments')

  const gone = missing([{ properties: { iso_3166_2: 'IN-JK', adm1_code: 'IND-1' } }], topo)
  assert.ok(gone.includes('UA-43') && gone.includes('UKR|XCR'), 'missing codes and borders are found')
  assert.ok(!gone.includes('IN-JK') && !gone.includes('XJK|XPK'))

  const layers = layersAt(topo, 1e-9, 9)
  assert.equal(layers.land.length, 1, 'the areas are one land')
  assert.equal(layers.disputed.length, 1)
  assert.equal(layers.border.length, 3)
})

test('sided borders have the countries on their left and right', () => {
  const named = (code, name, x, flip) => {
    const f = area(code, `${code}-1`, x, { admin: name })
    if (flip) f.geometry.coordinates[0].reverse()
    return f
  }
  for (const [west, east] of [
    [false, false],
    [true, true],
    [false, true],
  ]) {
    const topo = build([named('AFG', 'Afghanistan', 70, west), named('PAK', 'Pakistan', 71, east), named('SOL', 'Somaliland', 72, east)])
    const { border } = layersAt(topo, 1e-9, 9, true)
    assert.equal(border.length, 2)
    const [line] = border.filter(l => l.tag.includes('Afghanistan'))
    const southward = line.points[0][1] > line.points[line.points.length - 1][1]
    assert.equal(line.tag, southward ? 'Afghanistan|Pakistan' : 'Pakistan|Afghanistan')
    assert.ok(
      border.some(l => ['Pakistan|', '|Pakistan'].includes(l.tag)),
      'entries that are not countries have no name',
    )
  }
})

test('labels are inside of their areas', () => {
  const topo = build([area('XAA', 'XA-1', 70, { admin: 'Testland' }), area('XAA', 'XA-2', 71, { admin: 'Testland' })])
  const [[lon, lat, name, zoom]] = countryLabels(topo)
  assert.equal(name, 'Testland')
  assert.ok(lon > 70 && lon < 72 && lat > 30 && lat < 31 && zoom >= 1.5)
  assert.ok(areaZoom(topo, topo.objects.areas.geometries[0]) >= 5)
  const [lakeLon, lakeLat] = lakeLabel('Lake', [
    [
      [10, 10],
      [12, 10],
      [12, 11],
      [10, 11],
      [10, 10],
    ],
  ])
  assert.ok(lakeLon > 10 && lakeLon < 12 && lakeLat > 10 && lakeLat < 11)
  const seas = seaLabels(path.join(import.meta.dirname, 'seas.tsv'))
  assert.ok(seas.length > 50 && seas.every(row => row[3] <= row[4]))
})

test('unprojecting is the inverse of projecting', () => {
  for (const at of [
    [0, 0],
    [71.09, 34.12],
    [-179.9, -80],
  ]) {
    const back = unproject(project(at))
    assert.ok(Math.hypot(back[0] - at[0], back[1] - at[1]) < 1e-9)
  }
})

test('simplified lines keep their ends', () => {
  const line = Array.from({ length: 50 }, (_, i) => [i / 50, Math.sin(i) * 1e-6])
  const simple = simplifyLine(line, 1e-3, false)
  assert.ok(simple.length < 10)
  assert.deepEqual([simple[0], simple.at(-1)], [line[0], line.at(-1)])
})
