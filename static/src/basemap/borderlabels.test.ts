import assert from 'node:assert/strict'
import { test } from 'node:test'

import { type BorderLabel, placeBorderLabels, spotsAlong } from './borderlabels.ts'
import type { Box } from './clip.ts'
import { CollisionGrid } from './collisiongrid.ts'

const measure = (name: string): { width: number; height: number } => ({ width: 9 * name.length, height: 12 })

function place(xy: number[], box: Box, max = 5, occupied = new CollisionGrid()): BorderLabel[] {
  return placeBorderLabels(spotsAlong(xy, 'North', 'South'), measure, box, occupied, max)
}

const eastward = [0, 300, 700, 300, 1400, 300]

test('both countries are named on their sides of the border', () => {
  const labels = place(eastward, [0, 0, 1400, 600])
  assert.deepEqual(
    labels.slice(0, 2).map(l => l.name),
    ['North', 'South'],
  )
  assert.ok(labels.length >= 4, 'and again further along')
  for (const l of labels) assert.equal(l.y < 300, l.name === 'North', 'left of an eastward border is north')
  assert.ok(Math.abs((labels[0]?.x ?? 0) - 700) < 40, 'first in the middle')
  assert.equal(place(eastward, [0, 0, 1400, 600], 1).length, 2)
  const [left, right] = place([500, 0, 500, 600], [0, 0, 1400, 600])
  assert.ok(left && right && left.x > 520 && right.x < 480)
})

test('without room for one name there is none for the other', () => {
  assert.deepEqual(place(eastward, [0, 0, 1400, 310]), [])
  const occupied = new CollisionGrid()
  occupied.add([0, 305, 1400, 320])
  assert.deepEqual(place(eastward, [0, 0, 1400, 600], 5, occupied), [])
  assert.deepEqual(place([5, 5, 5, 5], [0, 0, 1400, 600]), [], 'a border of no length')
})
