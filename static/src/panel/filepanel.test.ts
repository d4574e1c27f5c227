import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { EmbeddedLayers } from '../layersource.ts'
import { mentionProperties } from '../testing/data.ts'
import { find, setBody, textOf } from '../testing/dom.ts'
import { Card } from './card.ts'
import { FilePanel } from './filepanel.ts'

let panel: FilePanel
let card: Card

beforeEach(() => {
  const mentions = [
    mentionProperties(),
    mentionProperties({ mention: 'm2', start: 18, end: 23, phrase: 'Lwara', outcome: 'missing', place: '', name: '' }),
  ].map(properties => ({ properties }))
  const articles = [
    {
      id: 'talks',
      title: 'Border talks',
      publisher: 'The Post',
      published: '2021-09-06',
      url: 'javascript:alert(1)',
      text: 'Rain in Kabul and Lwara.\n\nMore.',
    },
  ]
  setBody(`<div id="overview"></div><div id="detail" hidden></div>
    <script type="application/json" id="places-layer">{"features":[]}</script>
    <script type="application/json" id="mentions-layer">${JSON.stringify({ features: mentions })}</script>
    <script type="application/json" id="articles">${JSON.stringify(articles)}</script>`)
  panel = new FilePanel(new EmbeddedLayers(), { highlight: () => undefined, choose: () => undefined })
  card = new Card(
    { inContext: () => '', placePage: () => undefined, heading: 'h1', newTab: false },
    { close: () => undefined, shown: () => undefined },
  )
})

test('an article is shown with its mentions', () => {
  assert.equal(panel.open({ article: 'talks' }, card), true)
  assert.equal(textOf('#detail .kicker'), 'The Post · 6 September 2021')
  assert.equal(document.querySelectorAll('#detail .story p').length, 2)
  assert.equal(document.querySelectorAll('#detail .story .m').length, 2)
  assert.equal(find('#m-m2').dataset.place, undefined)
  assert.equal(document.querySelector('#detail .byline'), null, 'no link to a script')
  find('#m-0123456789abcdef').click()
  assert.match(textOf('#detail .note'), /“Kabul”/)
  panel.highlight('geonames:1138958')
  assert.equal(document.querySelectorAll('.m.highlighted').length, 1)
  assert.equal(panel.open({ article: 'other' }, card), false)
})

test('an article is opened at a mention', () => {
  panel.open({ article: 'talks', mention: 'm2' }, card)
  assert.equal(find('.m.chosen').textContent, 'Lwara')
})

test('lists are shown', () => {
  panel.open({ articles: true }, card)
  assert.equal(textOf('#detail h1'), '1 article')
  panel.open({ ledger: '' }, card)
  assert.equal(textOf('#detail h1'), '2 mentions')
  panel.open({ ledger: 'missing' }, card)
  assert.equal(textOf('#detail h1'), '1 not found')
  assert.equal(document.querySelectorAll('#detail .mention').length, 1)
  assert.equal(panel.open({}, card), false)
})
