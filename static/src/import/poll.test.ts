import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { settle } from '../testing/dom.ts'

import { startPolling } from './poll.ts'

const realFetch = globalThis.fetch
let waits: number[]
let tick: (() => void) | undefined

beforeEach(() => {
  waits = []
  tick = undefined
  mock.method(window, 'setTimeout', (callback: () => void, wait: number) => {
    tick = callback
    waits.push(wait)
    return 1
  })
})

afterEach(() => {
  globalThis.fetch = realFetch
  mock.restoreAll()
})

/** Answers requests in turn with the number of active imports; undefined is a failure. */
function fakeFetch(...active: (number | undefined)[]): void {
  globalThis.fetch = () => {
    const n = active.shift()
    return Promise.resolve(n === undefined ? new Response('', { status: 500 }) : new Response(JSON.stringify({ active: n, rows: [] })))
  }
}

async function next(): Promise<void> {
  tick?.()
  await new Promise(resolve => setImmediate(resolve))
  await settle()
}

test('polls often while imports are active, and rarely otherwise', async () => {
  fakeFetch(2, 0)
  const shown: number[] = []
  startPolling('/imports.json', list => shown.push(list.active))
  await next()
  await next()
  assert.deepEqual(shown.slice(0, 2), [2, 0])
  assert.deepEqual(waits.slice(0, 2), [1500, 15_000])
})

test('waits longer after each failure, up to a minute', async () => {
  fakeFetch()
  startPolling('/imports.json', () => assert.fail('nothing to show'))
  for (let i = 0; i < 8; i++) await next()
  assert.deepEqual(waits.slice(0, 3), [3000, 6000, 12_000])
  assert.equal(Math.max(...waits), 60_000)
})

test('does not poll while the page is hidden', async () => {
  Object.defineProperty(document, 'hidden', { value: true, configurable: true })
  let requests = 0
  globalThis.fetch = () => {
    requests++
    return Promise.reject(new Error('not expected'))
  }
  startPolling('/imports.json', () => undefined).poll()
  await next()
  assert.equal(requests, 0)
  Object.defineProperty(document, 'hidden', { value: false, configurable: true })
})
