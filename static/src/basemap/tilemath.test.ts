import assert from 'node:assert/strict'
import { test } from 'node:test'

import { labelZoom, latToRow, tileToLonLat } from './tilemath.ts'

test('label tiles by zoom', () => {
  assert.deepEqual([0, 1.5, 5, 9.5, 20].map(labelZoom), [0, 0, 4, 8, 12])
})

test('rows of latitudes', () => {
  assert.equal(latToRow(0, 4), 2)
  assert.ok(latToRow(85.05, 4) < 0.01)
  assert.ok(Math.abs(latToRow(-89, 4) - 4) < 0.01)
})

test('positions in tiles are the inverse', () => {
  for (const [grid, x, y] of [
    [0, 0, 0],
    [5, 22, 12],
    [8, 0, 255],
  ] as const) {
    const [lon, lat] = tileToLonLat({ grid, x, y }, 0.25, 0.75)
    const n = 2 ** grid
    assert.ok(Math.abs(((lon + 180) / 360) * n - x - 0.25) < 1e-9)
    assert.ok(Math.abs(latToRow(lat, n) - y - 0.75) < 1e-9)
  }
})
