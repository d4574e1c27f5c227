import assert from 'node:assert/strict'
import { test } from 'node:test'

import { placeRow } from '../testing/data.ts'
import { find, setBody, settle } from '../testing/dom.ts'
import type { PlaceRow } from '../viewdata.ts'
import { articleRows, groupRows, PlaceList, sortRows } from './list.ts'

const rows = [
  placeRow(),
  placeRow({ id: 'herat', name: 'Herat', admin1: 'Herat', mentions: 6, articles: 1, first: '2023-10-15', last: '2023-10-15', certain: 1 }),
  placeRow({
    id: 'paris',
    name: 'Paris',
    country: 'US',
    country_name: 'United States',
    admin1: 'Texas',
    mentions: 1,
    first: '2021-01-01',
    last: '2024-01-01',
  }),
  placeRow({
    id: 'red-sea',
    name: 'Red Sea',
    kind: 'sea',
    precision: 'country or region',
    country: '',
    country_name: '',
    where: '',
    mentions: 2,
  }),
]
const names = (all: PlaceRow[]): string => all.map(r => r.name).join(', ')

test('orders of the list', () => {
  assert.equal(names(sortRows(rows, 'mentions')), 'Herat, Kabul, Red Sea, Paris')
  assert.equal(names(sortRows(rows, 'name')), 'Herat, Kabul, Paris, Red Sea')
  assert.equal(names(sortRows(rows, 'first')), 'Paris, Herat, Kabul, Red Sea')
  assert.equal(names(sortRows(rows, 'last')), 'Paris, Herat, Kabul, Red Sea')
  assert.equal(names(sortRows(rows, 'confidence')).split(', ').pop(), 'Herat')
  assert.equal(names(sortRows(rows, 'unknown')), names(sortRows(rows, 'mentions')))
})

test('groups of the list, the largest first', () => {
  const titles = (group: string): string[] =>
    groupRows(sortRows(rows, 'mentions'), group).flatMap(e => (e.kind === 'group' ? [`${e.title} ${e.n}`] : []))
  assert.deepEqual(titles('country'), ['Afghanistan 2', 'No country 1', 'United States 1'])
  assert.deepEqual(titles('province'), ['Herat, Afghanistan 1', 'Afghanistan, no province 1', 'No country 1', 'Texas, United States 1'])
  assert.deepEqual(titles(''), [])
})

test('articles with their places, and how many are not listed', () => {
  const entries = articleRows([{ title: 'Talks', url: '/a/1', published: '2021-09-06', places: rows.slice(0, 2) }], 3)
  assert.deepEqual(
    entries.map(e => (e.kind === 'group' ? `${e.title} ${e.n} ${e.href ?? ''}` : (e.row?.name ?? ''))),
    ['2021-09-06 · Talks 2 /a/1', ...rows.slice(0, 2).map(r => r.name), 'Older articles, which are not listed 2 '],
  )
})

function start(all: PlaceRow[], total = all.length): { list: PlaceList; opened: string[]; loaded: number[] } {
  setBody('<div id="list"><ol id="places"></ol></div>')
  const opened: string[] = []
  const loaded: number[] = []
  const list = new PlaceList(find('#list'), find('#places'), {
    open: place => opened.push(place),
    highlight: () => undefined,
    href: place => `/p/${place}`,
    load: (offset, limit) => {
      loaded.push(offset)
      return Promise.resolve(
        Array.from({ length: Math.min(limit, total - offset) }, (_, i) => placeRow({ id: `p${offset + i}`, name: `P${offset + i}` })),
      )
    },
  })
  list.set(all, total, 'mentions', '', document.createTextNode('none'), true)
  return { list, opened, loaded }
}

test('only the rows in view are in the page', () => {
  const { list, opened } = start(Array.from({ length: 5000 }, (_, i) => placeRow({ id: `p${i}`, name: `P${i}`, mentions: 5000 - i })))
  assert.ok(document.querySelectorAll('#places li').length < 60)
  list.select('p4000', true)
  assert.ok(find('#list').scrollTop > 100_000)
  find('#places a[data-place="p4000"]').click()
  assert.deepEqual(opened, ['p4000'])
})

test('the list is moved through by the keyboard, with one row in the order of the focus', () => {
  const { list } = start(rows)
  const press = (key: string, more: KeyboardEventInit = {}): void => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  }
  const focused = (): string | undefined => (document.activeElement as HTMLElement).dataset.place
  list.focus('kabul')
  assert.equal(focused(), 'kabul')
  press('ArrowDown')
  assert.equal(focused(), 'red-sea')
  press('End')
  assert.equal(focused(), 'paris')
  press('Home')
  assert.equal(focused(), 'herat')
  press('R', { shiftKey: true })
  assert.equal(focused(), 'red-sea')
  assert.equal(document.querySelectorAll('#places a[tabindex="0"]').length, 1)
})

test('rows that are not there yet are loaded as they come into view', async () => {
  const { loaded } = start([placeRow({ id: 'p0', name: 'P0' })], 1000)
  await settle()
  assert.deepEqual(loaded, [0])
  assert.equal(document.querySelectorAll('#places .skeleton').length, 0)
})

test('the accessible name of a row has kind and confidence', () => {
  start([placeRow({ confidence: 'likely', articles: 1 })])
  assert.equal(find('#places a .visually-hidden').textContent, 'Kabul, settlement, Afghanistan, likely, 4 mentions in 1 article')
})
