import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

import { placeProperties } from './testing/data.ts'
import * as words from './words.ts'

test('days', () => {
  assert.equal(words.day('2021-09-06T14:00:00Z'), '6 September 2021')
  assert.equal(words.day('2021-13-06'), '2021-13-06')
  assert.equal(words.day(undefined), '')
  assert.equal(words.dateRange({}), '')
  assert.equal(words.dateRange({ when_first: '2021-08-01', when_last: '2021-08-01' }), '1 August 2021')
  assert.equal(
    words.dateRange({ when_first: '2021-08-01', when_last: '2021-08-31', when_words: 'last month' }),
    '1 August 2021 to 31 August 2021 (“last month”)',
  )
})

test('numbers', () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(words.formatNumber), ['0', '999', '1,000', '1,234,567'])
  assert.equal(words.countOf(1, 'mention', 'mentions'), '1 mention')
  assert.equal(words.countOf(14039, 'mention', 'mentions'), '14,039 mentions')
  assert.deepEqual([1, 0.999, 0.5, 0].map(words.percent), ['99%', '99%', '50%', '1%'])
})

test('places', () => {
  assert.equal(words.where({ name: 'Kabul', admin1: 'Kabul', country_name: 'Afghanistan' }), 'Afghanistan')
  assert.equal(words.where({ name: 'Paris', admin1: 'Texas', country_name: 'United States' }), 'Texas, United States')
  assert.equal(words.placeDescription(placeProperties()), 'Afghanistan')
  assert.equal(words.placeDescription(placeProperties({ kind: 'region', precision: 'country or region' })), 'region')
  assert.equal(words.placeDescription(placeProperties({ kind: 'crossing', country_name: '' })), 'border crossing')
  assert.equal(words.kindAndPrecision('crossing', 'site'), 'site · border crossing')
  assert.equal(words.kindAndPrecision('settlement', 'settlement'), 'settlement')
  assert.equal(words.kindAndPrecision('country', 'country or region'), 'country')
  assert.equal(words.capitalize('site'), 'Site')
})

test('labels of identifiers', () => {
  assert.equal(words.kindLabel('admin1'), 'state or province')
  assert.equal(words.kindLabel('unheard-of'), 'unheard-of')
  assert.equal(words.outcomeLabel('missing'), 'not found')
  assert.equal(words.roleWords({ role: 'literal' }), 'the place itself')
  assert.equal(words.roleWords({ role: 'associative', association: 'metonym' }), 'stands for a government or team')
  assert.equal(words.roleWords({ role: 'associative', association: 'new' }), 'something named after the place')
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
