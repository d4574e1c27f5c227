import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import L from 'leaflet'
import { placeFeature } from '../testing/data.ts'
import { find, setBody } from '../testing/dom.ts'
import { PinLayer } from './pinlayer.ts'

let map: L.Map
let events: string[]

beforeEach(() => {
  setBody('<div id="map"></div>')
  map = L.map(find('#map'), { zoomControl: false, attributionControl: false, zoomAnimation: false }).setView([34.5, 69.2], 8)
  events = []
})

function addPins(...places: ReturnType<typeof placeFeature>[]): PinLayer {
  const layer = new PinLayer(places, { open: place => events.push(`open ${place}`), highlight: place => events.push(`highlight ${place}`) })
  map.addLayer(layer)
  return layer
}

const pins = (): string[] => [...document.querySelectorAll<HTMLElement>('button.pin')].map(p => p.dataset.place ?? '').sort()

const kabul = placeFeature({ place: 'kabul', mentions: 9 })
const near = placeFeature({ place: 'near', name: 'Bagrami', mentions: 2, lat: 34.53, lon: 69.18 })
const far = placeFeature({ place: 'far', name: 'Ghazni', mentions: 1, lat: 33.55, lon: 68.42 })

test('pins without room become dots', () => {
  const layer = addPins(near, kabul, far)
  assert.deepEqual(pins(), ['far', 'kabul'])
  assert.equal(layer.dotAt(map.latLngToContainerPoint([34.53, 69.18])), 'near')
  assert.equal(layer.dotAt(map.latLngToContainerPoint([33, 69])), undefined)
})

test('a selected place is a pin', () => {
  const layer = addPins(near, kabul, far)
  layer.select('near')
  assert.deepEqual(pins(), ['far', 'near'])
  assert.equal(find('button.pin.selected').getAttribute('aria-current'), 'true')
  layer.select(undefined)
  assert.deepEqual(pins(), ['far', 'kabul'])
})

test('a highlighted place is a pin while it is highlighted', () => {
  const layer = addPins(near, kabul, far)
  layer.highlight('far')
  assert.equal(find('button.pin.highlighted').dataset.place, 'far')
  layer.highlight('near')
  assert.ok(pins().includes('near'))
  assert.equal(document.querySelectorAll('button.pin.highlighted').length, 1)
})

test('the layout does not depend on the order of the places', () => {
  addPins(far, near, kabul)
  const first = pins()
  setBody('<div id="map"></div>')
  map = L.map(find('#map'), { zoomAnimation: false }).setView([34.5, 69.2], 8)
  addPins(kabul, near, far)
  assert.deepEqual(pins(), first)
})

test('pins describe their places and fire events', () => {
  addPins(kabul)
  const pin = find('button.pin')
  assert.equal(pin.getAttribute('aria-label'), 'Kabul, Afghanistan: 9 mentions, certain')
  pin.dispatchEvent(new Event('focus'))
  pin.dispatchEvent(new Event('blur'))
  assert.deepEqual(events, ['highlight kabul', 'highlight undefined'])
})

test('labels of the base map avoid pins and their names', () => {
  const layer = addPins(kabul)
  assert.ok(layer.overlayHooks.avoid().length >= 1)
  assert.equal(layer.overlayHooks.named('Kabul', 34.6, 69.2), true)
  assert.equal(layer.overlayHooks.named('Kabul', 40, 69.2), false)
  assert.equal(layer.overlayHooks.named('Herat', 34.6, 69.2), false)
})

test('areas have no pins, and the extent is that of the pins', () => {
  const area = {
    ...placeFeature({ place: 'area', kind: 'admin1', precision: 'area' as const }),
    geometry: { type: 'Polygon' as const, coordinates: [] },
  }
  const layer = addPins(kabul, area)
  assert.deepEqual(pins(), ['kabul'])
  assert.equal(layer.bounds()?.getNorth(), 34.5281)
  assert.equal(new PinLayer([], { open: () => undefined, highlight: () => undefined }).bounds(), undefined)
  map.removeLayer(layer)
  assert.deepEqual(pins(), [])
})
