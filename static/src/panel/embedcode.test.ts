import assert from 'node:assert/strict'
import { test } from 'node:test'
import { find, setBody, settle, textOf } from '../testing/dom.ts'

import { initEmbedCode, initMenus } from './embedcode.ts'

const page = `<details class="menu" open><summary>Embed</summary><textarea id="embed-code">code</textarea>
  <button id="embed-copy" hidden></button><span id="embed-status"></span></details><p id="elsewhere"></p>`

test('the embed code is copied, or selected', async () => {
  setBody(page)
  let copied = ''
  let allowed = true
  Object.defineProperty(navigator, 'clipboard', {
    value: {
      writeText: (text: string) => {
        if (!allowed) return Promise.reject(new Error('denied'))
        copied = text
        return Promise.resolve()
      },
    },
    configurable: true,
  })
  initEmbedCode()
  assert.equal(find('#embed-copy').hidden, false)
  find('#embed-copy').click()
  await settle()
  assert.deepEqual([copied, textOf('#embed-status')], ['code', 'Copied'])
  allowed = false
  find('#embed-copy').click()
  await settle()
  assert.match(textOf('#embed-status'), /^Selected/)
})

test('menus close on Escape and on clicks elsewhere', () => {
  setBody(page)
  initMenus()
  const menu = find<HTMLDetailsElement>('.menu')
  find('#embed-code').click()
  assert.equal(menu.open, true)
  find('#elsewhere').click()
  assert.equal(menu.open, false)
  menu.open = true
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
  assert.equal(menu.open, false)
})
