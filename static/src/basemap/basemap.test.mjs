import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { build } from 'esbuild'

import { clipLineAxis, clipRingAxis, slice } from '../../basemap/clip.mjs'
import { disputed, homeOf, unitOf } from '../../basemap/disputes.mjs'
import { encodeLines, snap } from '../../basemap/encode.mjs'
import { build as buildTopology, layersAt, lineBetween, missing, project, unproject } from '../../basemap/topology.mjs'

/** The modules of the browser's part that need no page. */
let code
before(async () => {
  const source = ['clip', 'collide', 'data', 'draw', 'labels', 'palette', 'sides', 'source'].map(m => `export * from './${m}.ts'`).join('\n')
  const made = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true, write: false, format: 'esm', target: 'es2022',
  })
  code = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString('base64')}`)
})

test('lines come out of their text as they went in', () => {
  for (const lines of [
    [],
    [[[0, 0], [1, -1]]],
    [[[16640, -256], [-256, 16640], [5, 5]], [[5, 5], [16, 15], [16, 16]]],
    [[[31, 32], [1023, 1024], [-512, -513]]],
  ]) {
    const out = code.decodeLines(encodeLines(lines))
    const back = [...out.starts].slice(0, -1).map((from, i) => {
      const flat = [...out.xy.slice(from, out.starts[i + 1])]
      return flat.filter((_, k) => k % 2 === 0).map((x, k) => [x, flat[2 * k + 1]])
    })
    assert.deepEqual(back, lines)
    lines.forEach((line, i) => {
      const [xs, ys] = [line.map(p => p[0]), line.map(p => p[1])]
      assert.deepEqual([...out.boxes.slice(4 * i, 4 * i + 4)], [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
    })
  }
})

test('text that is cut off or not ours ends the reading', () => {
  const text = encodeLines([[[100, 200], [300, 400], [500, 600]]])
  for (let n = 0; n < text.length; n++) assert.ok(code.decodeLines(text.slice(0, n)).xy.length <= 6)
  assert.doesNotThrow(() => code.decodeLines('____\u20ac!<>'))
})

test('snapping drops points that fall together', () => {
  assert.deepEqual(snap([[0.1, 0.2], [0.3, 0.4], [1, 1], [1.2, 0.9]]), [[0, 0], [1, 1]])
})

test('rings are cut to a strip', () => {
  const square = [[0, 0], [10, 0], [10, 10], [0, 10]]
  const xs = clipRingAxis(square, 0, 2, 5).map(p => p[0])
  assert.deepEqual([Math.min(...xs), Math.max(...xs)], [2, 5])
  assert.deepEqual(clipRingAxis(square, 0, 20, 30), [])
  assert.equal(clipRingAxis(square, 1, -5, 20).length, 4)
})

test('lines are cut to a strip, also where they jump over it', () => {
  assert.deepEqual(clipLineAxis([[0, 0], [10, 10]], 0, 2, 4), [[[2, 2], [4, 4]]])
  assert.deepEqual(clipLineAxis([[0, 0], [3, 0], [10, 0], [3, 1]], 0, 2, 4), [[[2, 0], [3, 0], [4, 0]], [[4, 6 / 7], [3, 1]]])
  assert.deepEqual(clipLineAxis([[0, 0], [1, 1]], 0, 2, 4), [])
})

test('shapes go on beyond the antimeridian', () => {
  const seen = []
  slice([{ points: [[0.99, 0.1], [1.0001, 0.1]] }], 2, 1 / 64, false, (x, y, points) => seen.push([x, y, points]))
  assert.deepEqual(seen.map(s => s.slice(0, 2)), [[3, 0], [0, 0]])
  assert.ok(seen[1][2][0][0] < 0 && seen[1][2][1][0] < 0.01)
})

test('a ring cut to a window stays within it and keeps its points inside', () => {
  const ring = [0, 0, 100, 0, 100, 100, 50, 50, 0, 100]
  const out = code.clipRing(ring, 0, ring.length, [-10, 20, 60, 80])
  for (let i = 0; i < out.length; i += 2) {
    assert.ok(out[i] >= -10 && out[i] <= 60 && out[i + 1] >= 20 && out[i + 1] <= 80)
  }
  assert.ok(out.some((v, i) => i % 2 === 0 && v === 50 && out[i + 1] === 50))
  assert.deepEqual(code.clipRing(ring, 0, ring.length, [200, 200, 300, 300]), [])
})

test('stretches of a line near a window know how long the line is before them', () => {
  const xy = []
  for (let i = 0; i <= 100; i++) xy.push(i * 10, 0)
  const runs = code.runsInBox(xy, 0, xy.length, [500, -5, 520, 5])
  assert.equal(runs.length, 1)
  const { from, to, before: length } = runs[0]
  assert.equal(xy[from] <= 480 && xy[to - 2] >= 540, true)
  assert.equal(length, xy[from])
  assert.deepEqual(code.runsInBox(xy, 0, xy.length, [500, 6, 520, 9]), [])
})

const wish = (item, x, y, more) => ({ item, x, y, width: 40, height: 12, padding: 2, dot: 2, sides: ['right', 'left', 'above', 'below'], ...more })

test('a label that finds its place taken stands elsewhere, or nowhere', () => {
  const taken = new code.Taken()
  const placed = code.place([wish('a', 100, 100), wish('b', 110, 100), wish('c', 80, 100), wish('d', 100, 102)], taken, new code.Taken(), 9)
  assert.deepEqual(placed.map(p => p.item), ['a', 'c'])
  assert.equal(placed[0].side, 'right')
  assert.equal(placed[1].side, 'left')
})

test('no two labels overlap, however many want a place', () => {
  let seed = 7
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const wishes = Array.from({ length: 800 }, (_, i) => wish(i, random() * 600, random() * 400))
  const placed = code.place(wishes, new code.Taken(), new code.Taken(), 9)
  assert.ok(placed.length > 40)
  const rects = placed.map(p => [p.x - 20, p.y - 6, p.x + 20, p.y + 6])
  for (let i = 0; i < rects.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [rects[i], rects[j]]
      assert.ok(a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1], `${i} lies on ${j}`)
    }
  }
})

test('a name keeps off the pin on its point and gets no dot', () => {
  const pins = new code.Taken()
  pins.add([91, 91, 109, 109])
  const [kabul] = code.place([wish('Kabul', 100, 100)], new code.Taken(), pins, 9)
  assert.equal(kabul.dotted, false)
  assert.ok(kabul.x - 20 >= 109)
})

test('fewer settlements are up at low zooms, capitals before others', () => {
  const rows = [[69, 34, 'Kabul', 4400000, 1], [67, 30, 'Quetta', 1000000, 0], [66.4, 30.9, 'Chaman', 120000, 0], [71, 34, 'Khwar', 700, 0]]
  const names = zoom => code.cityLabels(rows, zoom).map(l => l.text)
  assert.deepEqual(names(2), [])
  assert.deepEqual(names(4), ['Kabul', 'Quetta'])
  assert.deepEqual(names(12), ['Kabul', 'Quetta', 'Chaman', 'Khwar'])
  for (let zoom = 1; zoom < 14; zoom++) assert.ok(code.leastPopulation(zoom + 1) <= code.leastPopulation(zoom))
})

test('the finest tile at hand is drawn until a finer one has come', async () => {
  const world = {
    v: 1, extent: 16384, buffer: 256, tile: {}, countries: [], seas: [],
    levels: [{ grid: 0, from: 0 }, { grid: 3, from: 5, tiles: '5/3' }, { grid: 5, from: 7, tiles: '22/12 22/13' }],
  }
  const asked = []
  const source = new code.Source(world, '/b/{key}.json', url => {
    asked.push(url)
    return url.includes('22/13') ? Promise.reject(new Error('gone')) : Promise.resolve({})
  })
  assert.deepEqual([source.find(4, 11, 6).best.grid, source.find(4, 11, 6).load], [0, undefined])
  assert.deepEqual([source.find(8, 22 * 8, 12 * 8).best.grid, source.find(8, 22 * 8, 12 * 8).load], [0, '5/22/12'])
  assert.equal(source.find(8, 0, 0).best, undefined, 'only sea')
  assert.equal(await source.load('5/22/12'), true)
  assert.equal(await source.load('5/22/12'), true)
  assert.equal(source.find(8, 22 * 8, 12 * 8).best.grid, 5)
  assert.equal(await source.load('5/22/13'), false)
  assert.equal(source.find(8, 22 * 8, 13 * 8).load, '5/22/13', 'tried again')
  assert.deepEqual(asked, ['/b/5/22/12.json', '/b/5/22/13.json'])

  const inline = new code.Source(world, { '3/5/3': {} })
  assert.equal(inline.find(8, 22 * 8, 12 * 8).load, '3/5/3')
  await inline.load('3/5/3')
  assert.deepEqual([inline.find(8, 22 * 8, 12 * 8).best.grid, inline.find(8, 22 * 8, 12 * 8).load], [3, undefined])
  assert.throws(() => new code.Source({ ...world, v: 2 }), /version 2/)
})

/** A canvas's pen that counts what it is told. */
function countingPen() {
  const calls = {}
  const pen = new Proxy({ calls }, {
    get: (t, k) => (k === 'calls' ? calls : (...args) => {
      if (args.some(a => typeof a === 'number' && !Number.isFinite(a))) throw new Error(`${String(k)}(${args})`)
      calls[k] = (calls[k] ?? 0) + 1
    }),
    set: () => true,
  })
  return pen
}

test('a tile is drawn at every zoom from its own part of the data', () => {
  const line = encodeLines([[[0, 8000], [8000, 8200], [16384, 8100]]])
  const ring = encodeLines([[[-256, -256], [16640, -256], [16640, 8000], [9000, 7000], [-256, 8000]]])
  const tile = code.decodeTile({ land: ring, border: line, disputed: line, admin: { 5: line }, river: { '3.2': line } })
  for (let z = 5; z <= 14; z++) {
    const shift = z - 5
    const pen = countingPen()
    code.drawTile(pen, { z, x: 22 << shift, y: ((12 << shift) + 2 ** shift / 2) | 0, size: 256, edge: 1 }, { tile, grid: 5, x: 22, y: 12 }, { extent: 16384, buffer: 256 }, code.light)
    assert.equal(pen.calls.fillRect, 1)
    assert.ok(pen.calls.fill >= 1 && pen.calls.stroke >= 4, `zoom ${z}`)
    assert.ok((pen.calls.lineTo ?? 0) + (pen.calls.quadraticCurveTo ?? 0) < 80)
  }
  const pen = countingPen()
  code.drawTile(pen, { z: 5, x: 0, y: 0, size: 256, edge: 1 }, undefined, { extent: 1, buffer: 0 }, code.dark)
  assert.deepEqual(pen.calls, { fillRect: 1 })
})

test('land that goes on across the antimeridian has no coast there', () => {
  const world = 16384
  const ring = encodeLines([[[15000, 4000], [world + 1, 4000], [world + 1, 5000], [15000, 5000]]])
  const tile = code.decodeTile({ land: ring })
  const strokes = []
  let at
  const pen = new Proxy({}, {
    get: (_, k) => (...a) => {
      if (k === 'moveTo') at = a
      if (k === 'lineTo') {
        strokes.push([at, a])
        at = a
      }
      if (k === 'beginPath') strokes.length = 0
    },
    set: () => true,
  })
  code.drawTile(pen, { z: 0, x: 0, y: 0, size: 256, edge: 1 }, { tile, grid: 0, x: 0, y: 0 }, { extent: world, buffer: 256 }, code.light)
  assert.equal(strokes.length, 3)
  assert.ok(!strokes.some(([a, b]) => a[0] > 256 && b[0] > 256))
})

test('every disputed line names two units once, with a reason', () => {
  const seen = new Set()
  for (const [a, b, why, only] of disputed) {
    const key = [a, b].sort().join('|')
    assert.ok(!seen.has(key), `${key} twice`)
    seen.add(key)
    assert.match(a + b, /^[A-Z]{6}$/)
    assert.ok(why.length > 10, key)
    if (only) assert.equal(only.length, 2)
  }
  for (const unit of Object.values(unitOf)) {
    assert.match(homeOf[unit] ?? '', /^[A-Z]{3}$/, unit)
    assert.ok([...seen].some(key => key.includes(unit)), `${unit} has no dashed line`)
  }
})

const area = (country, code, x, more) => ({
  type: 'Feature',
  properties: { adm0_a3: country, iso_3166_2: code, name: code, min_zoom: 6.7, ...more },
  geometry: { type: 'Polygon', coordinates: [[[x, 30], [x + 1, 30], [x + 1, 31], [x, 31], [x, 30]]] },
})

test('lines between areas are borders, disputed or first-level lines', () => {
  const topo = buildTopology([
    area('AFG', 'AF-NAN', 70), area('PAK', 'PK-KP', 71), area('PAK', 'PK-JK', 72), area('IND', 'IN-JK', 73), area('IND', 'IN-PB', 74),
    area('FRA', 'FR-01', 75, { region: 'A' }), area('FRA', 'FR-02', 76, { region: 'A' }), area('FRA', 'FR-03', 77, { region: 'B' }),
    area('PAK', 'PK-TA', 78), area('PAK', 'PK-KP', 79),
  ])
  const p = topo.objects.areas.geometries.map(g => g.properties)
  const kinds = p.slice(1).map((b, i) => lineBetween(p[i], b))
  assert.deepEqual(kinds.map(k => k.kind), ['border', 'admin', 'disputed', 'admin', 'border', 'admin', 'admin', 'border', 'none'])
  assert.equal(kinds[1].zoom, 6)
  assert.deepEqual([kinds[5].zoom, kinds[6].zoom], [8, 6], 'regions before departments')

  const gone = missing([{ properties: { iso_3166_2: 'IN-JK', adm1_code: 'IND-1' } }], topo)
  assert.ok(gone.includes('UA-43') && gone.includes('UKR|XCR'), 'what has gone from the data is found')
  assert.ok(!gone.includes('IN-JK') && !gone.includes('XJK|XPK'))

  const layers = layersAt(topo, 1e-9, 9)
  assert.equal(layers.land.length, 1, 'the areas are one land')
  assert.equal(layers.disputed.length, 1)
  assert.equal(layers.border.length, 3)
})

test('sided borders know the countries on their left and right', () => {
  const named = (code, name, x, flip) => {
    const f = area(code, `${code}-1`, x, { admin: name })
    if (flip) f.geometry.coordinates[0].reverse()
    return f
  }
  for (const [west, east] of [[false, false], [true, true], [false, true]]) {
    const topo = buildTopology([named('AFG', 'Afghanistan', 70, west), named('PAK', 'Pakistan', 71, east), named('SOL', 'Somaliland', 72, east)])
    const { border } = layersAt(topo, 1e-9, 9, true)
    assert.equal(border.length, 2)
    const [line] = border.filter(l => l.tag.includes('Afghanistan'))
    const north = line.points[0][1] > line.points[line.points.length - 1][1]
    assert.equal(line.tag, north ? 'Afghanistan|Pakistan' : 'Pakistan|Afghanistan')
    assert.ok(border.some(l => ['Pakistan|', '|Pakistan'].includes(l.tag)), 'what is no country has no name')
  }
})

test('the names of two countries stand on their sides of the border', () => {
  const measure = name => ({ width: 9 * name.length, height: 12 })
  const name = (xy, box, most = 5, taken = new code.Taken()) =>
    code.nameSides(code.spotsAlong(xy, 'North', 'South'), measure, box, taken, most)
  const east = Float64Array.of(0, 300, 700, 300, 1400, 300)
  const sides = name(east, [0, 0, 1400, 600])
  assert.deepEqual(sides.map(s => s.name).slice(0, 2), ['North', 'South'])
  assert.ok(sides.length >= 4, 'and again further on')
  for (const s of sides) assert.equal(s.y < 300, s.name === 'North', 'left of the way east is north')
  assert.ok(Math.abs(sides[0].x - 700) < 40, 'first in the middle')
  assert.equal(name(east, [0, 0, 1400, 600], 1).length, 2)
  assert.deepEqual(name(east, [0, 0, 1400, 310]), [], 'no room on one side, no name on the other')
  const taken = new code.Taken()
  taken.add([0, 305, 1400, 320])
  assert.deepEqual(name(east, [0, 0, 1400, 600], 5, taken), [], 'nor where another label lies')
  const [left, right] = name([500, 0, 500, 600], [0, 0, 1400, 600])
  assert.ok(left.x > 520 && right.x < 480)
})

test('projecting and back', () => {
  for (const at of [[0, 0], [71.09, 34.12], [-179.9, -80]]) {
    const back = unproject(project(at))
    assert.ok(Math.hypot(back[0] - at[0], back[1] - at[1]) < 1e-9)
  }
})
