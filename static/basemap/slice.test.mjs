import assert from 'node:assert/strict'
import { test } from 'node:test'

import { encodeLines, snap } from './encode.mjs'
import { slice } from './slice.mjs'

test('shapes continue beyond the antimeridian', () => {
  const seen = []
  slice(
    [
      {
        points: [
          [0.99, 0.1],
          [1.0001, 0.1],
        ],
      },
    ],
    2,
    1 / 64,
    false,
    (x, y, points) => seen.push([x, y, points]),
  )
  assert.deepEqual(
    seen.map(s => s.slice(0, 2)),
    [
      [3, 0],
      [0, 0],
    ],
  )
  assert.ok(seen[1][2][0][0] < 0 && seen[1][2][1][0] < 0.01)
})

test('a ring is in every tile that it covers, with its tag', () => {
  const seen = new Set()
  slice(
    [
      {
        points: [
          [0.1, 0.1],
          [0.9, 0.1],
          [0.9, 0.9],
          [0.1, 0.9],
        ],
        tag: 'land',
      },
    ],
    1,
    0,
    true,
    (x, y, points, tag) => {
      seen.add(`${x}/${y} ${tag}`)
      for (const [px, py] of points) assert.ok(px >= 0 && px <= 1 && py >= 0 && py <= 1)
    },
  )
  assert.deepEqual([...seen].sort(), ['0/0 land', '0/1 land', '1/0 land', '1/1 land'])
})

test('snapping drops consecutive duplicates', () => {
  assert.deepEqual(
    snap([
      [0.1, 0.2],
      [0.3, 0.4],
      [1, 1],
      [1.2, 0.9],
    ]),
    [
      [0, 0],
      [1, 1],
    ],
  )
  assert.equal(encodeLines([]), '')
})
