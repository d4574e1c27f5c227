import assert from 'node:assert/strict'
import { test } from 'node:test'

import { randomNumbers } from '../testing/data.ts'
import { clipLineToRange, clipRing, clipRingToRange, linePartsInBox } from './clip.ts'

test('rings are clipped to a range', () => {
  const square = [0, 0, 10, 0, 10, 10, 0, 10]
  const xs = clipRingToRange(square, 0, 2, 5).filter((_, i) => i % 2 === 0)
  assert.deepEqual([Math.min(...xs), Math.max(...xs)], [2, 5])
  assert.deepEqual(clipRingToRange(square, 0, 20, 30), [])
  assert.deepEqual(clipRingToRange(square, 1, -5, 20).length, 8)
})

test('lines are clipped to a range, also where they skip it', () => {
  assert.deepEqual(clipLineToRange([0, 0, 10, 10], 0, 2, 4), [[2, 2, 4, 4]])
  assert.deepEqual(clipLineToRange([0, 0, 3, 0, 10, 0, 3, 1], 0, 2, 4), [
    [2, 0, 3, 0, 4, 0],
    [4, 6 / 7, 3, 1],
  ])
  assert.deepEqual(clipLineToRange([0, 0, 1, 1], 0, 2, 4), [])
})

test('a clipped ring is inside the box and keeps its inner points', () => {
  const ring = [0, 0, 100, 0, 100, 100, 50, 50, 0, 100]
  const out = clipRing(ring, 0, ring.length, [-10, 20, 60, 80])
  for (let i = 0; i < out.length; i += 2) {
    const [x = NaN, y = NaN] = out.slice(i, i + 2)
    assert.ok(x >= -10 && x <= 60 && y >= 20 && y <= 80)
  }
  assert.ok(out.some((v, i) => i % 2 === 0 && v === 50 && out[i + 1] === 50))
  assert.deepEqual(clipRing(ring, 0, ring.length, [200, 200, 300, 300]), [])
})

/** Twice the signed area of a ring. */
function area(ring: number[]): number {
  let sum = 0
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
    sum += (ring[j] ?? 0) * (ring[i + 1] ?? 0) - (ring[i] ?? 0) * (ring[j + 1] ?? 0)
  return sum
}

test('the parts of a ring on both sides of a limit have its area', () => {
  const random = randomNumbers()
  for (let n = 0; n < 200; n++) {
    const ring = Array.from({ length: 20 }, () => random() * 100)
    const below = clipRingToRange(ring, 0, -1, 40)
    const above = clipRingToRange(ring, 0, 40, 101)
    assert.ok(Math.abs(area(below) + area(above) - area(ring)) < 1e-6)
  }
})

test('parts of a line know the length of the line before them', () => {
  const xy: number[] = []
  for (let i = 0; i <= 100; i++) xy.push(i * 10, 0)
  const parts = linePartsInBox(xy, 0, xy.length, [500, -5, 520, 5])
  assert.equal(parts.length, 1)
  const [part] = parts
  assert.ok(part && (xy[part.start] ?? NaN) <= 480 && (xy[part.end - 2] ?? NaN) >= 540)
  assert.equal(part.offset, xy[part.start])
  assert.deepEqual(linePartsInBox(xy, 0, xy.length, [500, 6, 520, 9]), [])
})
