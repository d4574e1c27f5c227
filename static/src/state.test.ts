import assert from 'node:assert/strict'
import { test } from 'node:test'

import { formatState, parseState } from './state.ts'

test('a state survives the address', () => {
  for (const state of [
    {},
    { place: 'geonames:1138958' },
    { place: 'own:a b&c=d#e', mention: '0123' },
    { article: 'x/y', mention: 'm' },
    { ledger: '' },
    { articles: true },
    { place: 'p', map: { zoom: 6.5, lat: 34.5, lng: -69.125 } },
    { map: { zoom: 12, lat: 0, lng: 180 } },
  ]) {
    const parsed = parseState(formatState(state))
    assert.deepEqual(Object.fromEntries(Object.entries(parsed).filter(([, v]) => v !== undefined)), state)
  }
  assert.equal(formatState({ place: 'geonames:1' }), '#place=geonames:1')
  assert.equal(formatState({ map: { zoom: 9.5, lat: 1 / 3, lng: 2 } }), '#map=9.5/0.3333/2.0000')
})

test('invalid positions are ignored', () => {
  for (const hash of ['#map=', '#map=1/2', '#map=a/b/c', '#map=3/95/0', '#map=1/Infinity/2'])
    assert.equal(parseState(hash).map, undefined, hash)
})
