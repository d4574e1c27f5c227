import assert from 'node:assert/strict'
import { test } from 'node:test'

import { randomNumbers } from '../testing/data.ts'
import type { Box } from './clip.ts'
import { CollisionGrid, combine } from './collisiongrid.ts'

test('the grid finds exactly the overlaps', () => {
  const random = randomNumbers()
  const grid = new CollisionGrid()
  const boxes: Box[] = []
  for (let i = 0; i < 400; i++) {
    const [x, y, r] = [random() * 2000 - 500, random() * 2000 - 500, random() * 90]
    const box: Box = [x - r, y - r, x + r, y + r]
    const overlaps = boxes.some(b => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])
    assert.equal(grid.overlaps(box), overlaps)
    if (overlaps) continue
    grid.add(box)
    boxes.push(box)
  }
  assert.ok(boxes.length > 50)
})

test('combined grids are searched together, and the first one is changed', () => {
  const [first, second] = [new CollisionGrid(), new CollisionGrid()]
  first.add([0, 0, 10, 10])
  second.add([20, 0, 30, 10])
  const both = combine(first, second)
  assert.deepEqual([both.overlaps([5, 5, 6, 6]), both.overlaps([25, 5, 26, 6]), both.overlaps([12, 0, 18, 10])], [true, true, false])
  both.add([12, 0, 18, 10])
  assert.deepEqual([first.overlaps([13, 1, 14, 2]), second.overlaps([13, 1, 14, 2])], [true, false])
})
