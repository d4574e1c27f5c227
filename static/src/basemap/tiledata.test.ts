import assert from 'node:assert/strict'
import { test } from 'node:test'

import { encodeLines } from '../../basemap/encode.mjs'
import { decodeLines, decodeTile, translate, type WorldData } from './tiledata.ts'

test('decoding is the inverse of encoding', () => {
  const cases: [number, number][][][] = [
    [],
    [
      [
        [0, 0],
        [1, -1],
      ],
    ],
    [
      [
        [16640, -256],
        [-256, 16640],
        [5, 5],
      ],
      [
        [5, 5],
        [16, 15],
        [16, 16],
      ],
    ],
    [
      [
        [31, 32],
        [1023, 1024],
        [-512, -513],
      ],
    ],
  ]
  for (const lines of cases) {
    const decoded = decodeLines(encodeLines(lines))
    const back = [...decoded.starts].slice(0, -1).map((start, i) => {
      const flat = [...decoded.xy.slice(start, decoded.starts[i + 1])]
      return flat.filter((_, k) => k % 2 === 0).map((x, k) => [x, flat[2 * k + 1]])
    })
    assert.deepEqual(back, lines)
    for (const [i, line] of lines.entries()) {
      const [xs, ys] = [line.map(p => p[0]), line.map(p => p[1])]
      assert.deepEqual([...decoded.boxes.slice(4 * i, 4 * i + 4)], [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)])
    }
  }
})

test('truncated or invalid text ends the decoding', () => {
  const text = encodeLines([
    [
      [100, 200],
      [300, 400],
      [500, 600],
    ],
  ])
  for (let n = 0; n < text.length; n++) assert.ok(decodeLines(text.slice(0, n)).xy.length <= 6)
  assert.doesNotThrow(() => decodeLines('____\u20ac!<>'))
})

test('tiles are decoded by layer', () => {
  const line = encodeLines([
    [
      [0, 0],
      [1, 1],
    ],
  ])
  const tile = decodeTile({ border: { 'A|B': line }, disputed: line, admin: { 5: line }, river: { '3.2': line, x: line } })
  assert.deepEqual(
    tile.border.map(b => [b.left, b.right]),
    [['A', 'B']],
  )
  assert.deepEqual(
    tile.disputed.map(b => [b.left, b.right]),
    [['', '']],
  )
  assert.deepEqual(
    tile.admin.map(a => a.from),
    [5],
  )
  assert.deepEqual(tile.river.map(r => [r.from, r.weight])[0], [3, 2])
  assert.deepEqual([tile.land, tile.water, tile.areas, tile.lakes], [undefined, undefined, [], []])
})

test('countries and seas get other names, also those in two lines', () => {
  const world = {
    countries: [[0, 0, 'Chad', 1, 1]],
    seas: [
      [0, 0, 'Pacific\nOcean', 1, 6],
      [0, 0, 'Elsewhere', 1, 6],
    ],
  } as unknown as WorldData
  const { countries, seas } = translate(world, { Chad: 'Tchad', 'Pacific Ocean': 'Océan Pacifique' })
  assert.deepEqual(
    [...countries, ...seas].map(row => row[2]),
    ['Tchad', 'Océan Pacifique', 'Elsewhere'],
  )
})
