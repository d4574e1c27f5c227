import assert from 'node:assert/strict'
import { test } from 'node:test'

import { CollisionGrid } from '../basemap/collisiongrid.ts'
import { randomNumbers } from '../testing/data.ts'
import { type Circle, gridOf, groupSymbols, keySizes, maxRadius, minRadius, placeSymbolLabels, symbolRadius } from './symbols.ts'

test('the area of a symbol is proportional to its mentions', () => {
  for (const largest of [36, 100, 343, 5000]) {
    assert.equal(symbolRadius(largest, largest), maxRadius)
    const half = symbolRadius(largest / 2, largest)
    assert.ok(Math.abs(half ** 2 / maxRadius ** 2 - 0.5) < 1e-9)
  }
  assert.equal(symbolRadius(1, 343), minRadius)
  assert.ok(symbolRadius(1, 1) < 8)
  assert.ok(symbolRadius(32, 343) < symbolRadius(343, 343) / 3)
})

test('the key has up to three sizes with round numbers', () => {
  assert.deepEqual(keySizes(1), [1])
  assert.deepEqual(keySizes(4), [1, 2])
  assert.deepEqual(keySizes(343), [1, 20, 200])
})

test('only five symbols in one spot become a cluster', () => {
  const at = (x: number, y: number): Circle => ({ x, y, r: 5 })
  assert.deepEqual(groupSymbols([at(0, 0), at(2, 0), at(0, 2), at(2, 2)]), [[0], [1], [2], [3]])
  assert.deepEqual(groupSymbols([at(0, 0), at(2, 0), at(0, 2), at(2, 2), at(1, 1), at(50, 50)]), [[0, 1, 2, 3, 4], [5]])
  const random = randomNumbers()
  const many = Array.from({ length: 3000 }, () => at(random() * 800, random() * 600))
  const groups = groupSymbols(many)
  assert.deepEqual(
    groups.flat().sort((a, b) => a - b),
    many.map((_, i) => i),
  )
  assert.ok(groups.every(g => g.length === 1 || g.length >= 5))
})

test('labels overlap neither symbols nor labels, and no name is repeated nearby', () => {
  const random = randomNumbers(11)
  const names = ['Richmond', 'London', 'Cambridge', 'Kabul', 'Quetta', 'Paris']
  const circles = Array.from({ length: 300 }, () => ({ x: random() * 800, y: random() * 600, r: 4 + random() * 8 }))
  const labels = circles.map((circle, i) => ({ circle, name: names[i % names.length] as string, width: 50, height: 16 }))
  const placed = placeSymbolLabels(labels, gridOf(circles), [0, 0, 800, 600])
  const boxes = placed.flatMap((p, i) => (p ? [{ box: p.box, name: labels[i]?.name, circle: circles[i] as Circle }] : []))
  assert.ok(boxes.length > 20)
  for (const [i, a] of boxes.entries()) {
    const [left, top, right, bottom] = a.box
    assert.ok(left >= 0 && top >= 0 && right <= 800 && bottom <= 600, 'a label is cut by the edge of the view')
    for (const c of circles) {
      const nearest = [Math.max(left, Math.min(c.x, right)), Math.max(top, Math.min(c.y, bottom))] as const
      assert.ok(Math.hypot(c.x - nearest[0], c.y - nearest[1]) >= c.r - 0.01, 'a label is over a symbol')
    }
    for (const b of boxes.slice(0, i)) {
      assert.ok(left >= b.box[2] || right <= b.box[0] || top >= b.box[3] || bottom <= b.box[1], 'two labels overlap')
      if (a.name === b.name) assert.ok(Math.hypot(a.circle.x - b.circle.x, a.circle.y - b.circle.y) >= 60, `${a.name} is repeated`)
    }
  }
})

test('a label without room next to its symbol gets a leader line', () => {
  const grid = new CollisionGrid()
  const circle = { x: 100, y: 100, r: 6 }
  grid.add([94, 94, 106, 106])
  for (const box of [
    [109, 92, 160, 108],
    [40, 92, 91, 108],
    [80, 70, 112, 84],
    [80, 112, 112, 130],
  ] as const)
    grid.add([...box])
  const [placed] = placeSymbolLabels([{ circle, name: 'Kabul', width: 40, height: 12 }], grid)
  assert.ok(placed?.leader)
})
