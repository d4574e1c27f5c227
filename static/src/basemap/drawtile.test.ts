import assert from 'node:assert/strict'
import { test } from 'node:test'

import { encodeLines } from '../../basemap/encode.mjs'
import { type Canvas2D, drawTile } from './drawtile.ts'
import { darkPalette, lightPalette } from './palette.ts'
import { decodeTile } from './tiledata.ts'

/** A canvas context that records its calls and refuses numbers that are not finite. */
function recordingContext(record: (method: string, args: number[]) => void): Canvas2D {
  const handler: ProxyHandler<object> = {
    get:
      (_, method) =>
      (...args: number[]) => {
        if (args.some(a => typeof a === 'number' && !Number.isFinite(a))) throw new Error(`${String(method)}(${args})`)
        record(String(method), args)
      },
    set: () => true,
  }
  return new Proxy({}, handler) as Canvas2D
}

function countCalls(draw: (context: Canvas2D) => void): Record<string, number> {
  const calls: Record<string, number> = {}
  draw(recordingContext(method => (calls[method] = (calls[method] ?? 0) + 1)))
  return calls
}

const units = { extent: 16384, buffer: 256 }

test('a tile is drawn at every zoom from its part of the data', () => {
  const line = encodeLines([
    [
      [0, 8000],
      [8000, 8200],
      [16384, 8100],
    ],
  ])
  const ring = encodeLines([
    [
      [-256, -256],
      [16640, -256],
      [16640, 8000],
      [9000, 7000],
      [-256, 8000],
    ],
  ])
  const tile = decodeTile({ land: ring, border: line, disputed: line, admin: { 5: line }, river: { '3.2': line } })
  for (let z = 5; z <= 14; z++) {
    const shift = z - 5
    const view = { z, x: 22 << shift, y: ((12 << shift) + 2 ** shift / 2) | 0, size: 256, edge: 1 }
    const calls = countCalls(context => drawTile(context, view, { tile, grid: 5, x: 22, y: 12 }, units, lightPalette))
    assert.equal(calls.fillRect, 1)
    assert.ok((calls.fill ?? 0) >= 1 && (calls.stroke ?? 0) >= 4, `zoom ${z}`)
    assert.ok((calls.lineTo ?? 0) + (calls.quadraticCurveTo ?? 0) < 80)
  }
})

test('without data there is sea', () => {
  const view = { z: 5, x: 0, y: 0, size: 256, edge: 1 }
  assert.deepEqual(
    countCalls(context => drawTile(context, view, undefined, { extent: 1, buffer: 0 }, darkPalette)),
    { fillRect: 1 },
  )
})

test('land that continues across the antimeridian has no coast there', () => {
  const world = 16384
  const ring = encodeLines([
    [
      [15000, 4000],
      [world + 1, 4000],
      [world + 1, 5000],
      [15000, 5000],
    ],
  ])
  let lines: number[][][] = []
  let position: number[] = []
  const context = recordingContext((method, args) => {
    if (method === 'beginPath') lines = []
    if (method === 'lineTo') lines.push([position, args])
    if (method === 'moveTo' || method === 'lineTo') position = args
  })
  const view = { z: 0, x: 0, y: 0, size: 256, edge: 1 }
  drawTile(context, view, { tile: decodeTile({ land: ring }), grid: 0, x: 0, y: 0 }, units, lightPalette)
  assert.equal(lines.length, 3)
  assert.ok(!lines.some(([a, b]) => (a?.[0] ?? 0) > 256 && (b?.[0] ?? 0) > 256))
})
