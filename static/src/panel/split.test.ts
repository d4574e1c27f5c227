import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mentionProperties } from '../testing/data.ts'
import { splitPassage, splitText } from './split.ts'

test('passages are split at code points in any script', () => {
  const passage = '🌍 In كابل and 喀布尔 𝕂abul fell silent.'
  for (const phrase of ['🌍', 'كابل', '喀布尔', '𝕂abul']) {
    const start = 100 + Array.from(passage.slice(0, passage.indexOf(phrase))).length
    const split = splitPassage({ passage, passage_start: 100, start, end: start + Array.from(phrase).length, phrase })
    assert.equal(split.phrase, phrase)
    assert.equal(split.before + split.phrase + split.after, passage)
  }
  assert.deepEqual(splitPassage({ passage: 'short', passage_start: 5, start: 1, end: 9, phrase: 'kept' }), {
    before: '',
    phrase: 'kept',
    after: '',
  })
})

test('texts are split at paragraphs and mentions', () => {
  const text = 'Kabul 🌍\n\nfell.\n\n\nIn Quetta\nrain'
  const mentions = [
    [0, 5],
    [3, 7],
    [20, 26],
    [90, 95],
  ].map(([start = 0, end = 0]) => mentionProperties({ start, end }))
  const split = splitText(text, mentions).map(p => p.map(s => (s.mention ? [s.text] : s.text)))
  assert.deepEqual(split, [[['Kabul'], ' 🌍'], ['fell.'], ['In ', ['Quetta'], '\nrain']])
  assert.deepEqual(splitText('', []), [])
})
