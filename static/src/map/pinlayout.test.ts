import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CollisionGrid } from '../basemap/collisiongrid.ts'
import { boxAround, pinRadius, placePinLabel } from './pinlayout.ts'

test('a label takes the first free side', () => {
  const grid = new CollisionGrid()
  const sides: string[] = []
  for (;;) {
    const label = placePinLabel(grid, { x: 100, y: 100, r: 8 }, 40, 16)
    if (!label) break
    sides.push(label.side)
  }
  assert.deepEqual(sides, ['right', 'left', 'above', 'below'])
})

test('pins grow with the logarithm of their mentions', () => {
  assert.equal(pinRadius(0), 6)
  assert.equal(pinRadius(1), 6)
  assert.ok(pinRadius(17) < 13)
  assert.equal(pinRadius(1e6), 14)
})

test('boxes around circles', () => {
  assert.deepEqual(boxAround({ x: 10, y: 20, r: 3 }, 1), [6, 16, 14, 24])
})
