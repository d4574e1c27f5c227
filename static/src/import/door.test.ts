import assert from 'node:assert/strict'
import { test } from 'node:test'

import { find, setBody, textOf } from '../testing/dom.ts'
import { forgetSentDraft, recognize, startDoor } from './door.ts'

test('the box recognizes links and texts', () => {
  assert.equal(recognize('  '), '')
  assert.equal(recognize('https://news.example/a\nhttp://b.example/c'), '2 links')
  assert.equal(recognize('It rained in Kabul.'), 'Text, 4 words')
  assert.equal(recognize('See https://news.example/a'), 'Text, 2 words')
})

test('a draft stays in the browser until the server has answered it', () => {
  const page = `<form id="door"><textarea id="add-input"></textarea><input type="file" id="door-files"><p id="recognized"></p><button class="primary"></button></form>`
  setBody(page)
  startDoor(find<HTMLFormElement>('#door'))
  find<HTMLTextAreaElement>('#add-input').value = 'It rained.'
  find('#add-input').dispatchEvent(new Event('input'))
  assert.equal(textOf('#recognized'), 'Text, 2 words')
  setBody(page)
  startDoor(find<HTMLFormElement>('#door'))
  assert.equal(find<HTMLTextAreaElement>('#add-input').value, 'It rained.')
  // The server is gone: the front door is opened again.
  find('#door').dispatchEvent(new Event('submit', { cancelable: true }))
  setBody(page)
  startDoor(find<HTMLFormElement>('#door'))
  assert.equal(find<HTMLTextAreaElement>('#add-input').value, 'It rained.')
  find('#door').dispatchEvent(new Event('submit', { cancelable: true }))
  forgetSentDraft() // on the page that answers
  setBody(page)
  startDoor(find<HTMLFormElement>('#door'))
  assert.equal(find<HTMLTextAreaElement>('#add-input').value, '')
})

test('a progress bar is shown when the server takes long', context => {
  context.mock.timers.enable({ apis: ['setTimeout'] })
  setBody(
    `<form id="door"><textarea id="add-input"></textarea><input type="file" id="door-files"><p id="recognized"></p><button class="primary"></button></form>`,
  )
  startDoor(find<HTMLFormElement>('#door'))
  find('#door').dispatchEvent(new Event('submit', { cancelable: true }))
  context.mock.timers.tick(1999)
  assert.equal(document.querySelector('progress'), null)
  context.mock.timers.tick(1)
  assert.equal(find('#recognized + progress').getAttribute('aria-label'), textOf('#recognized'))
})
