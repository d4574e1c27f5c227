import assert from 'node:assert/strict'
import { test } from 'node:test'
import L from 'leaflet'
import { find, setBody } from '../testing/dom.ts'

import type { Config } from '../types.ts'
import { createMap, nearestCopy, serverBaseMap } from './mapcontainer.ts'

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

test('the map has a legend and its sources as text', () => {
  setBody('<div id="map"></div>')
  const { map, base } = createMap(config, undefined, { avoid: () => [], named: () => false })
  assert.equal(base, undefined)
  assert.equal(map.getZoom(), 2)
  assert.equal(find('.legend-control summary').textContent, 'Legend')
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
