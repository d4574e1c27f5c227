import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { build } from 'esbuild'

/** The modules of the viewer that need no page. */
let code
before(async () => {
  const source = ['collide', 'cut', 'state', 'words'].map(m => `export * from './${m}.ts'`).join('\n')
  const made = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true, write: false, format: 'esm', target: 'es2022',
  })
  code = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].text).toString('base64')}`)
})

test('a passage is cut at code points, whatever the script', () => {
  const text = '🌍 In كابل and 喀布尔 𝕂abul fell silent.'
  for (const phrase of ['🌍', 'كابل', '喀布尔', '𝕂abul']) {
    const start = Array.from(text.slice(0, text.indexOf(phrase))).length
    const m = { passage: text, passage_start: 100, start: 100 + start, end: 100 + start + Array.from(phrase).length, phrase }
    const cut = code.cutPassage(m)
    assert.equal(cut.phrase, phrase)
    assert.equal(cut.before + cut.phrase + cut.after, text)
  }
  assert.deepEqual(code.cutPassage({ passage: 'short', passage_start: 5, start: 1, end: 9, phrase: 'kept' }), { before: '', phrase: 'kept', after: '' })
})

test('a text is cut at its paragraphs and mentions', () => {
  const text = 'Kabul 🌍\n\nfell.\n\n\nIn Quetta\nrain'
  const m = (start, end) => ({ start, end })
  const cut = code.cutText(text, [m(0, 5), m(3, 7), m(20, 26), m(90, 95)])
  assert.deepEqual(cut.map(p => p.map(x => (x.mention ? [x.text] : x.text))), [[['Kabul'], ' 🌍'], ['fell.'], ['In ', ['Quetta'], '\nrain']])
  assert.deepEqual(code.cutText('', []), [])
})

test('an address says what is open, and nothing else gets in', () => {
  for (const state of [
    {}, { place: 'geonames:1138958' }, { place: 'own:a b&c=d#e', mention: '0123' }, { article: 'x/y', mention: 'm' }, { ledger: '' }, { articles: true },
    { place: 'p', map: { zoom: 6.5, lat: 34.5, lng: -69.125 } }, { map: { zoom: 12, lat: 0, lng: 180 } },
  ]) {
    const back = code.parseState(code.formatState(state))
    assert.deepEqual(Object.fromEntries(Object.entries(back).filter(([, v]) => v !== undefined)), state)
  }
  assert.equal(code.formatState({ place: 'geonames:1' }), '#place=geonames:1')
  for (const bad of ['#map=', '#map=1/2', '#map=a/b/c', '#map=3/95/0', '#map=1/Infinity/2']) assert.equal(code.parseState(bad).map, undefined, bad)
})

test('a label takes the side that is free', () => {
  const screen = new code.Screen()
  const pin = { x: 100, y: 100, r: 8 }
  const sides = []
  for (;;) {
    const label = code.placeLabel(screen, pin, 40, 16)
    if (!label) break
    sides.push(label.side)
  }
  assert.deepEqual(sides, ['right', 'left', 'above', 'below'])
})

test('the grid finds every overlap', () => {
  const boxes = []
  let seed = 7
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const screen = new code.Screen()
  const hits = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  for (let i = 0; i < 400; i++) {
    const box = code.around({ x: random() * 2000 - 500, y: random() * 2000 - 500, r: random() * 90 })
    const free = !boxes.some(b => hits(b, box))
    assert.equal(screen.free(box), free)
    if (free) {
      screen.take(box)
      boxes.push(box)
    }
  }
  assert.ok(boxes.length > 50)
})

test('words and numbers', () => {
  assert.equal(code.day('2021-09-06T14:00:00Z'), '6 September 2021')
  assert.equal(code.day('2021-13-06'), '2021-13-06')
  assert.equal(code.day(undefined), '')
  assert.equal(code.counted(1, 'mention', 'mentions'), '1 mention')
  assert.equal(code.counted(14039, 'mention', 'mentions'), '14\u202f039 mentions')
  assert.deepEqual([1, 0.999, 0.5, 0].map(code.percent), ['99%', '99%', '50%', '1%'])
  assert.equal(code.fold('Balóchistān'), 'balochistan')
  assert.equal(code.where({ name: 'Kabul', admin1: 'Kabul', country_name: 'Afghanistan' }), 'Afghanistan')
  assert.equal(code.when({ when_first: '2021-08-01', when_last: '2021-08-31', when_words: 'last month' }), '1 August 2021 to 31 August 2021 (“last month”)')
})

test('pins grow modestly', () => {
  assert.equal(code.radius(1), 6)
  assert.ok(code.radius(17) < 13)
  assert.equal(code.radius(1e6), 14)
})
