import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { placeProperties } from './testing/data.ts'
import * as words from './words.ts'

test('numbers', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(words.formatNumber), ['0', '999', '1,000', '1,234,567'])
  assert.equal(words.countOf(1, 'mention', 'mentions'), '1 mention')
  assert.equal(words.countOf(14039, 'mention', 'mentions'), '14,039 mentions')
})

test('places', () => {
  assert.equal(words.where({ name: 'Kabul', admin1: 'Kabul', country_name: 'Afghanistan' }), 'Afghanistan')
  assert.equal(words.where({ name: 'Paris', admin1: 'Texas', country_name: 'United States' }), 'Texas, United States')
  assert.equal(words.placeDescription(placeProperties()), 'Afghanistan')
  assert.equal(words.placeDescription(placeProperties({ kind: 'region', precision: 'country or region' })), 'region')
  assert.equal(words.placeDescription(placeProperties({ kind: 'crossing', country_name: '' })), 'border crossing')
})

test('labels of identifiers', () => {
  assert.equal(words.kindLabel('admin1'), 'state or province')
  assert.equal(words.kindLabel('unheard-of'), 'unheard-of')
})

test('folding agrees with the server', () => {
  const table = fs.readFileSync(path.join(import.meta.dirname, '../../geo/text/testdata/fold.tsv'), 'utf8')
  const rows = table.split('\n').filter(line => line && !line.startsWith('#'))
  assert.ok(rows.length > 15)
  for (const row of rows) {
    const [text = '', folded = ''] = row.split('\t')
    assert.equal(words.fold(text), folded, text)
    assert.equal(words.fold(folded), folded, `folding ${folded} again`)
  }
})
