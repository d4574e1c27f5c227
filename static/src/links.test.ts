import assert from 'node:assert/strict'
import { test } from 'node:test'

import { serverLinks, withoutCopyNumber } from './links.ts'
import { mentionProperties } from './testing/data.ts'
import type { Config } from './types.ts'

const config: Config = {
  view: 'map',
  title: 'Talks',
  attribution: [],
  place_page: '/c/talks/places/{id}',
  article: '/c/talks/articles/{id}',
}

test('links fill the templates of the server', () => {
  const links = serverLinks(config)
  assert.equal(links.placePage('own:a b/c'), '/c/talks/places/own:a%20b%2Fc')
  assert.equal(links.inContext(mentionProperties({ article: 'x/y', mention: '0123-2' })), '/c/talks/articles/x%2Fy#m-0123')
  assert.deepEqual([links.heading, links.newTab], ['h1', false])
  const embedded = serverLinks({ ...config, view: 'embed' })
  assert.deepEqual([embedded.heading, embedded.newTab], ['h2', true])
})

test('copy numbers are removed', () => {
  assert.equal(withoutCopyNumber('0123456789abcdef'), '0123456789abcdef')
  assert.equal(withoutCopyNumber('0123456789abcdef-12'), '0123456789abcdef')
})
