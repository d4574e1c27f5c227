import assert from 'node:assert/strict'
import { test } from 'node:test'

import { find, setBody } from '../testing/dom.ts'
import { binsOf, TimePanel } from './time.ts'

test('days are divided into at most 120 bins that contain all mentions', () => {
  const day = (n: number): string => new Date(n * 86_400_000).toISOString().slice(0, 10)
  for (const span of [1, 30, 119, 400, 3000, 40_000]) {
    const days = Array.from({ length: 50 }, (_, i) => ({ d: day(Math.round((i / 49) * (span - 1))), n: 1 }))
    const bins = binsOf(days)
    assert.ok(bins.length <= 121, `${span}: ${bins.length}`)
    assert.equal(
      bins.reduce((sum, b) => sum + b.n, 0),
      50,
    )
    assert.equal(bins[0]?.from, '1970-01-01')
  }
  assert.deepEqual(binsOf([]), [])
})

test('the handles select days', () => {
  setBody('<section id="time"></section>')
  const selected: unknown[] = []
  const panel = new TimePanel(find('#time'), { select: (...range) => selected.push(range) })
  panel.set(
    [
      { d: '2021-09-06', n: 2 },
      { d: '2021-09-10', n: 1 },
    ],
    [],
    undefined,
    undefined,
    false,
  )
  assert.equal(find('#time').hidden, false)
  const [low] = document.querySelectorAll<HTMLInputElement>('.time-handle')
  assert.ok(low)
  low.value = '2'
  low.dispatchEvent(new Event('change'))
  assert.deepEqual(selected, [['2021-09-08', '2021-09-10', false]])
  assert.equal(low.getAttribute('aria-valuetext'), '6 September 2021')
  panel.set([{ d: '2021-09-06', n: 2 }], [], undefined, undefined, false)
  assert.equal(find('#time').hidden, true)
})
