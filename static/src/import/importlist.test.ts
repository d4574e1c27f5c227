import assert from 'node:assert/strict'
import { test } from 'node:test'
import { find, setBody, textOf } from '../testing/dom.ts'

import { ImportListView } from './importlist.ts'
import type { ImportList, ImportRow } from './poll.ts'

function start(rows = ''): ImportListView {
  setBody(
    `<p id="counts"></p><p id="news"></p><ol id="queue"><li id="upload"></li>${rows}</ol><p id="more"></p><div id="notices" hidden><ul></ul></div>`,
  )
  return new ImportListView({
    queue: find('#queue'),
    counts: find('#counts'),
    more: find('#more'),
    news: find('#news'),
    notices: find('#notices'),
  })
}

const row = (id: number, state: string, more: Partial<ImportRow> = {}): ImportRow => ({
  id,
  name: `file ${id}`,
  state,
  words: state,
  ...more,
})

function list(rows: ImportRow[], more: Partial<ImportList> = {}): ImportList {
  const active = rows.filter(r => r.state === 'waiting' || r.state === 'working').length
  return { counts: null, active, done: 0, summary: `${rows.length} added`, rows, notices: null, more: 0, ...more }
}

const shown = (): string[] => [...document.querySelectorAll('[data-import]')].map(e => `${e.getAttribute('data-import')} ${e.className}`)

test('rows keep their elements', () => {
  const view = start('<li data-import="1" class="waiting"></li>')
  view.show(list([row(2, 'waiting'), row(1, 'working')]))
  assert.deepEqual(shown(), ['2 waiting', '1 working'])
  const element = find('[data-import="1"]')
  view.show(list([row(3, 'waiting'), row(2, 'working'), row(1, 'done', { article: '/a' })]))
  assert.deepEqual(shown(), ['3 waiting', '2 working', '1 done'])
  assert.equal(find('[data-import="1"]'), element)
  assert.equal(find('[data-import="1"] a').getAttribute('href'), '/a')
  view.show(list([row(3, 'done')]))
  assert.deepEqual(shown(), ['3 done'])
  assert.ok(document.querySelector('#upload'), 'rows of uploads stay')
})

test('changes are announced', () => {
  const view = start('<li data-import="1" class="waiting"></li>')
  view.show(list([row(1, 'done')]))
  assert.equal(textOf('#news'), 'file 1: added. All read: 1 added.')
  view.show(list([row(3, 'failed'), row(2, 'failed'), row(1, 'done')]))
  assert.equal(textOf('#news'), '2 failed.')
})

test('notices are listed', () => {
  const view = start()
  view.show(list([], { notices: ['table.csv: one article a row', 'long.txt: split'] }))
  assert.equal(find('#notices').hidden, false)
  assert.deepEqual(
    [...document.querySelectorAll('#notices li')].map(li => li.textContent),
    ['table.csv: one article a row', 'long.txt: split'],
  )
  view.show(list([]))
  assert.equal(find('#notices').hidden, true)
})

test('counts link to the lists', () => {
  const view = start()
  view.show(
    list([], {
      counts: [
        { words: '2 in total', url: '/all', current: true },
        { words: '1 added', url: '/done' },
      ],
      more: 3,
    }),
  )
  assert.equal(textOf('#counts'), '2 in total, 1 added')
  assert.equal(find('#counts a').getAttribute('aria-current'), 'true')
  assert.equal(textOf('#more'), '3 older items not shown')
  view.show(list([]))
  assert.equal(textOf('#counts'), 'Nothing added yet.')
})

test('the focus stays in a row when its button is removed', () => {
  const view = start()
  view.show(list([row(1, 'failed', { reason: 'A scan.', retry: '/retry' })]))
  assert.equal(textOf('[data-import="1"] .reason'), 'A scan.')
  assert.equal(find('[data-import="1"] button').getAttribute('aria-label'), 'Try again: file 1')
  find('[data-import="1"] button').focus()
  view.show(list([row(1, 'done', { article: '/a' })]))
  assert.equal(document.activeElement?.textContent, 'file 1')
})
