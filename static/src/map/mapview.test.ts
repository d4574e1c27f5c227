import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseFragment } from '../fragments.ts'
import { placeFeature } from '../testing/data.ts'
import { find, setBody, settle, textOf } from '../testing/dom.ts'
import type { Config } from '../types.ts'
import { type ContentSource, MapView } from './mapview.ts'

const places = [placeFeature({ place: 'kabul' }), placeFeature({ place: 'ghazni', name: 'Ghazni', lat: 33.5, lon: 68.4, mentions: 1 })]
const config: Config = {
  view: 'map',
  title: 'Talks',
  attribution: [],
  place_page: '/c/talks/places/{id}',
  article: '/c/talks/articles/{id}',
}

const passages = `<h2 tabindex="-1">Kabul</h2><div class="passage-item" tabindex="-1" data-mention="m1"><p class="passage">One</p></div>
  <div class="passage-item" tabindex="-1" data-mention="m2"><p class="passage">Two</p></div>`

function start(hash = '', load = (): Promise<Node> => Promise.resolve(parseFragment(passages)), more: Partial<Config> = {}): MapView {
  setBody(`<div id="overview"><form class="filter"><input name="q"></form>
    <ol id="places"><li><a href="/c/talks/places/kabul" data-place="kabul">Kabul</a></li></ol></div>
    <div id="detail" hidden></div><div id="map"></div>`)
  history.replaceState(null, '', `/c/talks${hash}`)
  const source: ContentSource = {
    placePage: place => `/c/talks/places/${place}`,
    describe: () => Promise.resolve(document.createTextNode('note')),
    content: ({ place, mention }) => (place === 'kabul' ? { load, failed: 'The passages could not be loaded.', mention } : undefined),
  }
  const view = new MapView({ ...config, ...more }, source, places, undefined)
  view.start()
  return view
}

test('a place of the list opens its passages and changes the address', async () => {
  start()
  assert.equal(find('#detail').hidden, true)
  find('#places a').click()
  await settle()
  assert.equal(textOf('#detail h2'), 'Kabul')
  assert.equal(textOf('#detail .count'), '1 of 2')
  assert.match(location.hash, /^#place=kabul&mention=m1&map=/)
  assert.equal(find('#overview').hidden, true)
  find('#detail button.back').click()
  assert.equal(find('#detail').hidden, true)
  assert.equal(find('#overview').hidden, false)
})

test('an address opens a passage', async () => {
  start('#place=kabul&mention=m2&map=7/34/69')
  await settle()
  assert.equal(textOf('#detail .count'), '2 of 2')
  find('button[aria-label="Next passage"]').click()
  assert.match(location.hash, /mention=m1&map=7\/34.000\/69.000/)
})

test('an unknown place opens nothing', async () => {
  start('#place=other')
  await settle()
  assert.equal(find('#detail').hidden, true)
})

test('a failed request can be repeated', async () => {
  let fail = true
  start('#place=kabul', () => (fail ? Promise.reject(new Error('offline')) : Promise.resolve(parseFragment('<p>here</p>'))))
  await settle()
  assert.match(textOf('#detail .problem'), /could not be loaded/)
  fail = false
  find('#detail .reading-body button').click()
  await settle()
  assert.equal(textOf('#detail .reading-body'), 'here')
})

test('pins and list highlight each other', () => {
  start()
  find('#places a').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  assert.equal(find('button.pin.highlighted').dataset.place, 'kabul')
  find('#places a').dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))
  assert.equal(document.querySelector('.highlighted'), null)
})

test('the place of a page is selected', () => {
  start('', undefined, { view: 'place', selected: 'ghazni' })
  assert.equal(find('button.pin.selected').dataset.place, 'ghazni')
})
