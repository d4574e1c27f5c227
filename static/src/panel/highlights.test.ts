import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { find, setBody, settle } from '../testing/dom.ts'

import { createNote, Highlights } from './highlights.ts'

const events: string[] = []

function start(): Highlights {
  setBody(`<div class="story">
    <a class="m" id="m-1" data-place="kabul" href="#d-1"><mark>Kabul</mark></a>
    <a class="m" id="m-2" href="#d-2"><mark>Lwara</mark></a>
    <a class="m" id="m-3" data-place="kabul" href="#d-3"><mark>Kabul</mark></a></div>`)
  const note = createNote()
  document.body.append(note)
  events.length = 0
  return new Highlights(
    find('.story'),
    note,
    { highlight: place => events.push(`highlight ${place}`), choose: mention => events.push(`choose ${mention?.id}`) },
    mark => (mark.id === 'm-2' ? Promise.reject(new Error('offline')) : Promise.resolve(document.createTextNode(`note ${mark.id}`))),
  )
}

let highlights: Highlights
beforeEach(() => {
  highlights = start()
})

test('a click chooses a mention and shows its note', async () => {
  find('#m-1 mark').click()
  await settle()
  assert.equal(find('#m-1').classList.contains('chosen'), true)
  assert.match(find('.note').textContent ?? '', /“Kabul”note m-1/)
  assert.deepEqual(events, ['choose m-1'])
  find('.note .close').click()
  assert.equal(find('.note').hidden, true)
  assert.equal(document.activeElement?.id, 'm-1')
})

test('a note that cannot be loaded says so', async () => {
  find('#m-1').click()
  find('#m-2').click()
  await settle()
  assert.match(find('.note').textContent ?? '', /could not be loaded/)
})

test('other clicks are left to the browser', () => {
  find('#m-1').dispatchEvent(new MouseEvent('click', { bubbles: true, ctrlKey: true }))
  assert.equal(document.querySelector('.chosen'), null)
})

test('next walks through the mentions of a place', () => {
  const chosen = (): string | undefined => document.querySelector('.chosen')?.id
  highlights.next('kabul')
  assert.equal(chosen(), 'm-1')
  highlights.next('kabul')
  assert.equal(chosen(), 'm-3')
  highlights.next('kabul')
  assert.equal(chosen(), 'm-1')
  highlights.next('nowhere')
  assert.equal(chosen(), 'm-1')
})

test('open finds a mention by its id', () => {
  assert.equal(highlights.open('m-3'), true)
  assert.equal(highlights.open('m-9'), false)
})

test('pointer and focus highlight places', () => {
  find('#m-1').dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))
  find('#m-1').dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))
  assert.deepEqual(events, ['highlight kabul', 'highlight undefined'])
  highlights.highlight('kabul')
  assert.equal(document.querySelectorAll('.m.highlighted').length, 2)
  highlights.highlight(undefined)
  assert.equal(document.querySelectorAll('.m.highlighted').length, 0)
})

test('Escape closes the note', () => {
  find('#m-1').click()
  find('#m-1').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  assert.equal(find('.note').hidden, true)
  assert.equal(document.querySelector('.chosen'), null)
})
