import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as L from 'leaflet'
import type { Config } from '../config.ts'
import { find, setBody } from '../testing/dom.ts'
import { createMap, leastZoom, nearestCopy, serverBaseMap } from './mapcontainer.ts'

const config: Config = {
  view: 'map',
  title: 'Talks',
  basemap: '/static/1/basemap/',
  labels: '/labels/{z}/{x}/{y}.json',
  attribution: [
    { name: '<b>GeoNames</b>', license: 'CC BY 4.0', attribution: '', url: 'javascript:alert(1)' },
    { name: 'Natural Earth', license: '', attribution: '', url: 'https://www.naturalearthdata.com/' },
  ],
}

test('the base map of a server', () => {
  assert.deepEqual(serverBaseMap(config), {
    world: '/static/1/basemap/world.json',
    detail: '/static/1/basemap/{key}.json',
    labels: '/labels/{z}/{x}/{y}.json',
  })
  const { basemap: _, ...without } = config
  assert.equal(serverBaseMap(without), undefined)
})

test('the map has a key and its sources as text', () => {
  setBody('<div id="map"></div>')
  const { map, base, key } = createMap(config, undefined, { obstacles: () => ({ symbols: [], labels: [] }), named: () => false })
  assert.equal(base, undefined)
  assert.equal(map.getZoom(), 2) // without CSS transforms Leaflet has whole zooms
  assert.equal(find('.key-control summary').textContent, 'Key')
  assert.equal(find('#map').tabIndex, 0)
  key.setLargest(40)
  assert.deepEqual(
    [...document.querySelectorAll('.key-size')].map(e => e.textContent),
    ['1', '5', '20'],
  )
  key.setLargest(1)
  assert.equal(document.querySelectorAll('.key-size').length, 0)
  const sources = [...document.querySelectorAll('.attribution li')]
  assert.deepEqual(
    sources.map(s => [s.textContent, s.querySelector('a')?.href]),
    [
      ['<b>GeoNames</b> (CC BY 4.0)', undefined],
      ['Natural Earth', 'https://www.naturalearthdata.com/'],
    ],
  )
})

test('the nearest copy of a position', () => {
  assert.equal(nearestCopy(L.latLng(10, -170), L.latLng(0, 175)).lng, 190)
  assert.equal(nearestCopy(L.latLng(10, 20), L.latLng(0, 0)).lng, 20)
  assert.equal(nearestCopy(L.latLng(10, 20), L.latLng(0, 800)).lng, 740)
})

test('the least zoom shows the whole world in the width of the map', () => {
  for (const width of [200, 320, 393, 720, 1040, 3000]) {
    const zoom = leastZoom(width)
    assert.ok(zoom >= 0 && zoom <= 2)
    assert.ok(256 * 2 ** zoom <= Math.max(width, 256), `${width}`)
  }
})
