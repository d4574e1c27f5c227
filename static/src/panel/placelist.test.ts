import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeFeature } from '../testing/data.ts'
import { find, setBody, textOf } from '../testing/dom.ts'
import { PlaceList } from './placelist.ts'

const places = [
  placeFeature(),
  placeFeature({
    place: 'b',
    name: 'Balochistān',
    kind: 'admin1',
    precision: 'area',
    country_name: 'Pakistan',
    mentions: 9,
    articles: 1,
    phrases: '',
  }),
  placeFeature({ place: 'c', name: 'Chaman', admin1: 'Balochistan', country_name: 'Pakistan', mentions: 2, articles: 3, phrases: '' }),
]

function start(all = places): PlaceList {
  setBody(`<div id="overview"><form class="filter"><input name="q"><select name="sort">
    <option>mentions</option><option>name</option><option>country</option><option>articles</option></select></form>
    <p id="count"></p><ol id="places"></ol><nav class="pager"></nav></div>`)
  return new PlaceList(all, place => `/places/${place}`)
}

const names = (): string[] => [...document.querySelectorAll('#places .name')].map(e => e.textContent ?? '')

function filter(q: string, sort = 'mentions'): void {
  find<HTMLInputElement>('input').value = q
  find<HTMLSelectElement>('select').value = sort
  find('form').dispatchEvent(new Event('input'))
}

test('the pager of the server is replaced by the whole list', () => {
  start()
  assert.equal(document.querySelector('.pager'), null)
  assert.deepEqual(names(), ['Balochistān', 'Kabul', 'Chaman'])
  assert.equal(textOf('#count'), '3 places')
})

test('the filter ignores case and accents and finds areas and kinds', () => {
  start()
  filter('BALOCH')
  assert.deepEqual(names(), ['Balochistān', 'Chaman'])
  assert.equal(textOf('#count'), '2 places match')
  filter('state or prov')
  assert.deepEqual(names(), ['Balochistān'])
  filter('kaboul')
  assert.deepEqual(names(), ['Kabul'])
  filter('nowhere')
  assert.equal(textOf('#places'), 'No place matches.')
})

test('the list is sorted', () => {
  start()
  filter('', 'name')
  assert.deepEqual(names(), ['Balochistān', 'Chaman', 'Kabul'])
  filter('', 'country')
  assert.deepEqual(names(), ['Kabul', 'Balochistān', 'Chaman'])
  filter('', 'articles')
  assert.deepEqual(names(), ['Chaman', 'Kabul', 'Balochistān'])
})

test('long lists are shown in batches', () => {
  start(Array.from({ length: 700 }, (_, i) => placeFeature({ place: `p${i}`, name: `Place ${i}` })))
  assert.equal(names().length, 300)
  assert.equal(textOf('.show-more'), 'Show 300 of 400 more')
  find('.show-more button').click()
  assert.equal(names().length, 600)
  assert.equal(textOf('.show-more'), 'Show 100 of 100 more')
  find('.show-more button').click()
  assert.equal(document.querySelector('.show-more'), null)
})

test('an entry is highlighted', () => {
  const list = start()
  list.highlight('c')
  assert.equal(find('.highlighted').dataset.place, 'c')
  list.highlight(undefined)
  assert.equal(document.querySelector('.highlighted'), null)
})
