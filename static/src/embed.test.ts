import assert from 'node:assert/strict'
import { test } from 'node:test'
import { applyOptions, chosenTheme, neededHeight } from './embed.ts'
import { setBody } from './testing/dom.ts'

test('the needed height grows with the width, within limits, and with what is below the map', () => {
  assert.deepEqual([neededHeight(320, 0), neededHeight(680, 0), neededHeight(1200, 0), neededHeight(680, 40)], [320, 476, 560, 516])
})

test('the theme is that of the page', () => {
  setBody('<main class="embed" data-theme="dark"></main>')
  assert.equal(chosenTheme(), 'dark')
  setBody('<main class="embed" data-theme="pink"></main>')
  assert.equal(chosenTheme(), undefined)
})

test('the options of the address change the map of an edition', () => {
  setBody('<main class="embed"><ol class="embed-list" hidden></ol><p class="embed-line"><span class="period" hidden>2021</span></p></main>')
  applyOptions(new URLSearchParams('controls=0&list=1&time=1&theme=dark'))
  const main = document.querySelector<HTMLElement>('main.embed')
  assert.equal(main?.className, 'embed no-controls')
  assert.equal(main?.querySelectorAll('[hidden]').length, 0)
  assert.equal(chosenTheme(), 'dark')
})
