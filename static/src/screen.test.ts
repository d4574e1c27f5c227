import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Config } from './config.ts'
import { FragmentError, parseFragment } from './fragments.ts'
import { Screen } from './screen.ts'
import type { Source } from './source.ts'
import { placeRow, viewData } from './testing/data.ts'
import { find, setBody, settle, textOf } from './testing/dom.ts'

const places = [placeRow(), placeRow({ id: 'ghazni', name: 'Ghazni', lat: 33.5, lon: 68.4, mentions: 1 })]
const config: Config = { view: 'map', title: 'Talks', home: '/c/talks', attribution: [] }
const passages = `<h2 tabindex="-1"><bdi>Kabul</bdi></h2><div class="passage-item" tabindex="-1" data-mention="0000000000000001" data-place="kabul"><p class="passage">One</p></div>
  <div class="passage-item" tabindex="-1" data-mention="0000000000000002" data-place="kabul"><p class="passage">Two</p></div>`

function fakeSource(more: Partial<Source> = {}): Source {
  const never = (): Promise<never> => Promise.reject(new Error('not expected'))
  return {
    view: selection =>
      Promise.resolve(
        viewData(selection.get('country') === 'SD' ? [] : places, {
          query: selection.toString(),
          total: viewData(places).counts,
          parts: {
            overview: `<a class="chip" href="/c/talks">x</a><p id="counts">${selection.toString() || 'all'}</p><a id="more" href="/c/talks?country=SD">SD</a>`,
          },
        }),
      ),
    places: never,
    tile: never,
    outlines: () => Promise.resolve({}),
    passages: place => (place === 'kabul' ? Promise.resolve(parseFragment(passages)) : Promise.reject(new FragmentError('', 404))),
    article: () =>
      Promise.resolve(
        parseFragment(
          '<h1 tabindex="-1">Talks</h1><div class="story-text"><p><a class="m" id="m-1" data-mention="1" data-place="kabul" href="/m/1">Kabul</a></p></div>',
        ),
      ),
    more: never,
    note: () => Promise.resolve(parseFragment('<p>note</p>')),
    placePage: place => `/c/talks/places/${place}`,
    ...more,
  }
}

async function start(address = '', source = fakeSource()): Promise<Screen> {
  setBody(`<main id="main"><form class="filter"><input name="q"></form><div id="overview"></div><p id="announce"></p>
    <div id="list"><ol id="places"></ol></div><div id="map"></div><section id="detail" hidden></section><section id="time" hidden></section></main>`)
  history.replaceState(null, '', `/c/talks${address}`)
  const screen = new Screen(config, source, undefined)
  await screen.start()
  await settle()
  return screen
}

test('a place of the list opens its passages, and the list stays', async () => {
  await start()
  assert.equal(find('#detail').hidden, true)
  find('#places a[data-place="kabul"]').click()
  await settle()
  assert.equal(textOf('#detail h2'), 'Kabul')
  assert.equal(textOf('#detail .count'), '1 of 2')
  assert.match(location.search, /^\?show=place:kabul\/0000000000000001$/)
  assert.equal(find('#places a[data-place="kabul"]').getAttribute('aria-current'), 'true')
  find('#detail button.back').click()
  assert.equal(find('#detail').hidden, true)
  assert.equal((document.activeElement as HTMLElement).dataset.place, 'kabul')
})

test('an address opens a passage, and steps change it', async () => {
  await start('?show=place:kabul/0000000000000002#7/34/69')
  assert.equal(textOf('#detail .count'), '2 of 2')
  find('button[aria-label="Next passage"]').click()
  assert.match(location.search + location.hash, /0000000000000001#7\/34.000\/69.000/)
})

test('a place and a mention that no longer exist are said', async () => {
  await start('?show=place:nowhere')
  assert.match(textOf('#detail .notice-line'), /no longer in the selection/)
  await start('?show=place:kabul/00000000000000ff')
  assert.match(textOf('#detail .notice-line'), /passage linked to is no longer in this collection.*passages of Kabul now/)
})

test('links of the overview select without leaving the page', async () => {
  await start()
  find('#more').click()
  await settle()
  assert.equal(location.search, '?country=SD')
  assert.equal(textOf('#counts'), 'country=SD')
  assert.match(textOf('#places'), /No place matches/)
  assert.equal(find('#announce').textContent, 'country=SD')
  find('#places .clear-filter').click()
  await settle()
  assert.equal(location.search, '')
  assert.equal(document.querySelectorAll('#places a').length, 2)
})

test('the search is part of the selection', async () => {
  await start('?q=flood')
  assert.equal(find<HTMLInputElement>('input[name="q"]').value, 'flood')
  find<HTMLInputElement>('input[name="q"]').value = 'rain'
  find('form.filter').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await settle()
  assert.equal(location.search, '?q=rain')
})

test('a failed request can be repeated', async () => {
  let fail = true
  await start('', fakeSource({ view: () => (fail ? Promise.reject(new FragmentError('', 500)) : Promise.resolve(viewData(places))) }))
  assert.match(textOf('#load-problem'), /could not be loaded/)
  fail = false
  find('#load-problem button').click()
  await settle()
  assert.equal(document.querySelector('#load-problem'), null)
  assert.equal(document.querySelectorAll('#places a').length, 2)
})

test('symbols and rows highlight each other, and pointing moves nothing', async () => {
  await start()
  const before = find('.symbols').innerHTML
  find('#places a[data-place="kabul"]').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  assert.equal(find('.ring.highlighted').hidden, false)
  find('#places a[data-place="kabul"]').dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))
  assert.equal(find('.ring.highlighted').hidden, true)
  assert.equal(find('.symbols').innerHTML, before)
})

test('the map is one tab stop, whose keys step through the symbols in view', async () => {
  await start()
  assert.equal(document.querySelectorAll('#map [tabindex="0"], #map button:not([tabindex])').length, 0)
  const map = find('#map')
  const spoken: string[] = []
  const press = (key: string): void => {
    map.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    spoken.push(find('#map [role="status"]').textContent ?? '')
  }
  press('n')
  press('n')
  press('p')
  assert.deepEqual(spoken, [
    'Kabul, settlement, Afghanistan, certain, 4 mentions in 2 articles, 1 of 2 in view',
    'Ghazni, settlement, Afghanistan, certain, 1 mention in 2 articles, 2 of 2 in view',
    'Kabul, settlement, Afghanistan, certain, 4 mentions in 2 articles, 1 of 2 in view',
  ])
  press('Enter')
  await settle()
  assert.equal(textOf('#detail h2'), 'Kabul')
})

test('an article opens in the reading pane with a note after its mark', async () => {
  const screen = await start()
  screen.open({ kind: 'article', id: 'talks', mention: '1' })
  await settle()
  assert.equal(find('.m').classList.contains('chosen'), true)
  assert.equal(find('.m').closest('p')?.nextElementSibling?.className, 'note')
  assert.match(textOf('.note'), /“Kabul”.*note/)
})
