import assert from 'node:assert/strict'
import { test } from 'node:test'

import { randomNumbers } from '../testing/data.ts'
import { CollisionGrid } from './collisiongrid.ts'
import { type LabelRequest, placeLabels } from './labelplacement.ts'

function request<T>(item: T, x: number, y: number): LabelRequest<T> {
  return { item, x, y, width: 40, height: 12, padding: 2, dot: 2, sides: ['right', 'left', 'above', 'below'] }
}

test('a label without room is moved to another side or left out', () => {
  const requests = [request('a', 100, 100), request('b', 110, 100), request('c', 80, 100), request('d', 100, 102)]
  const placed = placeLabels(requests, new CollisionGrid(), new CollisionGrid())
  assert.deepEqual(
    placed.map(p => [p.item, p.side]),
    [
      ['a', 'right'],
      ['c', 'left'],
    ],
  )
})

test('no two labels overlap', () => {
  const random = randomNumbers()
  const requests = Array.from({ length: 800 }, (_, i) => request(i, random() * 600, random() * 400))
  const boxes = placeLabels(requests, new CollisionGrid(), new CollisionGrid()).map(p => [p.x - 20, p.y - 6, p.x + 20, p.y + 6] as const)
  assert.ok(boxes.length > 40)
  for (const [i, a] of boxes.entries()) {
    for (const b of boxes.slice(0, i)) assert.ok(a[0] >= b[2] || a[2] <= b[0] || a[1] >= b[3] || a[3] <= b[1])
  }
})

test('a label whose point is under a symbol is left out: beside it, it would read as the name of the symbol', () => {
  const symbols = new CollisionGrid()
  symbols.add([91, 91, 109, 109])
  assert.deepEqual(placeLabels([request('Kabul', 100, 100)], new CollisionGrid(), symbols), [])
  assert.equal(placeLabels([request('Ghazni', 130, 100)], new CollisionGrid(), symbols).length, 1)
})
