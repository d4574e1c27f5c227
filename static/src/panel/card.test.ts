import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { mentionProperties, placeProperties } from '../testing/data.ts'
import { find, setBody, textOf } from '../testing/dom.ts'
import type { MentionFeature, MentionProperties } from '../types.ts'
import { Card, type CardLinks, placeEntry, quote, reasonList } from './card.ts'

const links: CardLinks = { inContext: m => `#${m.mention}`, placePage: place => `/places/${place}`, heading: 'h1', newTab: false }

beforeEach(() => setBody('<div id="overview"></div><div id="detail" hidden></div>'))

function mentionFeatures(...ids: string[]): MentionFeature[] {
  return ids.map(mention => ({ type: 'Feature', geometry: null, properties: mentionProperties({ mention }) }))
}

function openCard(more: Partial<CardLinks> = {}): { card: Card; shown: string[]; closed: () => number } {
  const shown: string[] = []
  let closed = 0
  const card = new Card({ ...links, ...more }, { close: () => closed++, shown: m => shown.push(m.mention) })
  card.open(placeProperties(), true)
  return { card, shown, closed: () => closed }
}

test('a card shows its passages one at a time', () => {
  const { card, shown } = openCard()
  assert.equal(card.isOpen, true)
  assert.equal(textOf('.where'), 'Afghanistan · 4 mentions in 2 articles')
  assert.equal(textOf('.card-body'), 'Loading the passages …')
  assert.equal(textOf('.more a'), 'All 4 passages about Kabul')
  assert.equal(document.activeElement?.textContent, 'Kabul')
  card.show(mentionFeatures('a', 'b', 'c'), 'b')
  assert.equal(textOf('.count'), '2 of 3')
  find('button[aria-label="Next passage"]').click()
  find('button[aria-label="Next passage"]').click()
  assert.equal(textOf('.count'), '1 of 3')
  find('#detail').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }))
  assert.equal(textOf('.count'), '3 of 3')
  assert.deepEqual(shown, ['b', 'c', 'a', 'c'])
  assert.equal(textOf('.source'), 'Border talks · The Post · 6 September 2021')
  assert.equal(find<HTMLAnchorElement>('a.context').getAttribute('href'), '#c')
})

test('a single passage has no buttons', () => {
  const { card } = openCard()
  card.show(mentionFeatures('a'))
  assert.equal(textOf('.stepper'), '1 passage')
  card.show([])
  assert.equal(textOf('.card-body'), 'No passages for this place')
})

test('a failed request can be repeated', () => {
  const { card } = openCard()
  let retries = 0
  card.fail(() => retries++)
  assert.match(textOf('.problem'), /could not be loaded/)
  find('.card-body button').click()
  assert.equal(retries, 1)
})

test('a card is closed by its button and by Escape', () => {
  const { card, closed } = openCard()
  find('button.back').click()
  find('#detail').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  assert.equal(closed(), 2)
  card.close()
  assert.equal(card.isOpen, false)
  assert.equal(find('#detail').childElementCount, 0)
})

test('links of an embedded map open a new tab', () => {
  openCard({ newTab: true })
  assert.equal(find('.more a').getAttribute('target'), '_blank')
})

function reasons(more: Partial<MentionProperties>): Record<string, string> {
  const rows = [...reasonList(mentionProperties(more)).children]
  return Object.fromEntries(
    rows.map(row => [row.querySelector('dt')?.textContent ?? '', row.querySelector('dd')?.textContent?.trim() ?? '']),
  )
}

test('reasons are listed', () => {
  assert.deepEqual(reasons({ why: 'first; second', also: 'Kabul, Ohio, admin2 (0.02); not in that form' }), {
    Where: 'Kabul, Afghanistan',
    Confidence: 'certain 98%',
    Kind: 'settlement',
    'Used for': 'the place itself',
    Why: 'firstsecond',
    'Other possible places': 'Kabul, Ohio county or district, 2%not in that form',
  })
  assert.equal(reasons({ outcome: 'ambiguous' }).Where, 'Kabul, Afghanistan (best guess, not on the map)')
  assert.equal(reasons({ outcome: 'approximate', uncertainty_km: 24.6 }).Where, 'in or near Kabul, Afghanistan, within about 25 km')
  assert.equal(reasons({ kind: 'coordinates', role: 'coordinates', uncertainty_km: 0.007 }).Where, 'Kabul, Afghanistan')
  const missing = reasons({ outcome: 'missing', name: '', relation: '50 km north of Kabul', when_first: '2021-08-01' })
  assert.deepEqual(missing, {
    Result: 'not found',
    'Used for': 'the place itself',
    Position: '“50 km north of Kabul”',
    When: '1 August 2021',
  })
})

test('names stay text', () => {
  const name = '<img src=x onerror=alert(1)>'
  const entry = placeEntry(placeProperties({ name, confidence: 'likely', mentions: 1 }), '/places/x')
  assert.equal(entry.querySelector('img'), null)
  assert.equal(entry.querySelector('.name')?.textContent, name)
  assert.equal(entry.querySelector('.n')?.textContent, '1 mention')
  assert.match(entry.querySelector('.glyph')?.className ?? '', /likely/)
  assert.equal(quote(mentionProperties()).querySelector('mark')?.textContent, 'Kabul')
})
