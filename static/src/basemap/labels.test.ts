import assert from 'node:assert/strict'
import { test } from 'node:test'

import { cityLabels, type Label, type LabelKind, type LabelRow, minPopulation, styleOf, tileLabels, worldLabels } from './labels.ts'
import { lightPalette } from './palette.ts'
import { decodeTile, type WorldData } from './tiledata.ts'

const rows: LabelRow[] = [
  [69, 34, 'Kabul', 4_400_000, 1],
  [67, 30, 'Quetta', 1_000_000, 0],
  [66.4, 30.9, 'Chaman', 120_000, 0],
  [71, 34, 'Khwar', 700, 0],
]

test('lower zooms have fewer settlements, capitals first', () => {
  const names = (zoom: number): string[] => cityLabels(rows, zoom).map(l => l.text)
  assert.deepEqual(names(2), [])
  assert.deepEqual(names(4), ['Kabul', 'Quetta'])
  assert.deepEqual(names(12), ['Kabul', 'Quetta', 'Chaman', 'Khwar'])
  for (let zoom = 1; zoom < 14; zoom++) assert.ok(minPopulation(zoom + 1) <= minPopulation(zoom))
})

test('countries and seas have ranges of zooms', () => {
  const world = { countries: [[66, 34, 'Afghanistan', 3, 0.001]], seas: [[60, 20, 'Arabian\nSea', 3, 6]] } as unknown as WorldData
  const names = (zoom: number): string[] => worldLabels(world, zoom).map(l => l.text)
  assert.deepEqual(names(2), [])
  assert.deepEqual(names(4), ['Arabian\nSea', 'Afghanistan'])
  assert.deepEqual(names(7), ['Afghanistan'])
  assert.deepEqual(names(14), [], 'the country is larger than the screen')
})

test('areas and lakes of a tile', () => {
  const tile = decodeTile({ areas: [[1, 2, 'Balochistan', 6]], lakes: [[3, 4, 'Lake', 8]] })
  const at = (zoom: number): (string | number)[][] => tileLabels(tile, zoom, (x, y) => [x * 10, y * 10]).map(l => [l.text, l.lon, l.lat])
  assert.deepEqual(at(5), [])
  assert.deepEqual(at(8), [
    ['Balochistan', 10, 20],
    ['Lake', 30, 40],
  ])
  assert.deepEqual(at(11), [['Lake', 30, 40]])
})

test('every kind of label has a style', () => {
  for (const kind of ['sea', 'country', 'side', 'area', 'lake', 'capital', 'city'] satisfies LabelKind[]) {
    const label: Label = { kind, lon: 0, lat: 0, text: 'x', order: 5, population: 1e6 }
    for (let zoom = 2; zoom <= 14; zoom++) {
      const style = styleOf(label, zoom, lightPalette, 'sans-serif')
      assert.match(style.font, /^(italic )?\d+ [\d.]+px sans-serif$/)
      assert.ok(style.line > 8 && style.sides.length > 0)
    }
  }
})
