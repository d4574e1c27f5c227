import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fileAddress, parsePosition, type State, selectionOf, serverAddress, withValue } from './address.ts'

const parse = (address: string): State => {
  const url = new URL(address, 'http://localhost/c/talks')
  return serverAddress.parse(url)
}
const parseFile = (hash: string): State => fileAddress.parse({ search: '', hash })
const plain = ({ selection, ...rest }: State): object => ({ selection: selection.toString(), ...JSON.parse(JSON.stringify(rest)) })

test('a state survives the address', () => {
  for (const address of [
    '',
    '?country=SD,TD&from=2026-10-01',
    '?q=%22border+talks%22&role=all&sort=name&group=country',
    '?show=place:geonames:1138958',
    '?show=place:geonames:1138958/0123456789abcdef#6.5/34.500/-69.125',
    '?bbox=20,8.5,39,22&show=article:sitrep+14/a#12/0.0000/180.0000',
  ]) {
    const state = parse(address)
    assert.deepEqual(plain(parse(serverAddress.format(state))), plain(state), address)
    assert.equal(serverAddress.format(state), address)
  }
})

test('the keys of the selection are in canonical order, and others are ignored', () => {
  assert.equal(selectionOf(new URLSearchParams('from=2026-01-01&x=1&country=SD&q=')).toString(), 'country=SD&from=2026-01-01')
  assert.equal(withValue(new URLSearchParams('country=SD'), 'q', 'flood').toString(), 'q=flood&country=SD')
  assert.equal(withValue(new URLSearchParams('country=SD'), 'country', undefined).toString(), '')
})

test('old addresses still work', () => {
  assert.deepEqual(plain(parse('#place=geonames:1&mention=0123456789abcdef&map=9/31/66.5')), {
    selection: '',
    sort: '',
    group: '',
    show: { kind: 'place', id: 'geonames:1', mention: '0123456789abcdef' },
    position: { zoom: 9, lat: 31, lng: 66.5 },
  })
  assert.deepEqual(parse('#map=3/10/20').position, { zoom: 3, lat: 10, lng: 20 })
})

test('the state of a file is in its fragment', () => {
  assert.deepEqual(parseFile('#place=a%26b&mention=m').show, { kind: 'place', id: 'a&b', mention: 'm' })
  assert.equal(parseFile('#m-0123').mention, '0123')
  assert.deepEqual(parseFile('#articles').show, { kind: 'articles', id: '', mention: undefined })
  const state = parseFile('#country=AF&place=x&map=5/1.000/2.000')
  assert.equal(fileAddress.format(state), '#country=AF&place=x&map=5/1.000/2.000')
})

test('invalid positions are ignored', () => {
  for (const text of ['', '1/2', 'a/b/c', '3/95/0', '1/Infinity/2', '1//2']) assert.equal(parsePosition(text), undefined, text)
})
