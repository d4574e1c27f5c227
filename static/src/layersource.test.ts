import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { EmbeddedLayers, RemoteLayers } from './layersource.ts'
import { mentionProperties, placeFeature } from './testing/data.ts'
import { setBody } from './testing/dom.ts'
import type { Config } from './types.ts'

const realFetch = globalThis.fetch
afterEach(() => {
  globalThis.fetch = realFetch
})

const config: Config = { view: 'map', title: '', attribution: [], places: '/places.geojson', passages: '/places/{id}/mentions.geojson' }

/** Answers requests by a function of the address and records the addresses. */
function fakeFetch(answer: (address: string) => Response): string[] {
  const addresses: string[] = []
  globalThis.fetch = (address: RequestInfo | URL) => {
    addresses.push(String(address))
    return Promise.resolve(answer(String(address)))
  }
  return addresses
}

const layer = (features: unknown[]): Response => new Response(JSON.stringify({ type: 'FeatureCollection', features }))

test('layers are fetched once per place', async () => {
  const addresses = fakeFetch(() => layer([placeFeature()]))
  const source = new RemoteLayers(config)
  assert.equal((await source.places()).length, 1)
  await source.passages('a b')
  await source.passages('a b')
  assert.deepEqual(addresses, ['/places.geojson', '/places/a%20b/mentions.geojson'])
  assert.deepEqual(await new RemoteLayers({ ...config, places: '' }).places(), [])
})

test('a failed request is repeated', async () => {
  let status = 500
  fakeFetch(() => (status === 200 ? layer([]) : new Response('', { status })))
  const source = new RemoteLayers(config)
  await assert.rejects(source.passages('p'), /500/)
  status = 200
  assert.deepEqual(await source.passages('p'), [])
})

test('embedded layers', async () => {
  const mentions = [
    mentionProperties(),
    mentionProperties({ mention: 'm2', outcome: 'ambiguous' }),
    mentionProperties({ mention: 'm3', place: 'other' }),
  ].map(properties => ({ properties }))
  setBody(`
    <script type="application/json" id="places-layer">${JSON.stringify({ features: [placeFeature()] })}</script>
    <script type="application/json" id="mentions-layer">${JSON.stringify({ features: mentions })}</script>
    <script type="application/json" id="articles">[{"id":"talks","title":"Talks","text":"Kabul"}]</script>`)
  const source = new EmbeddedLayers()
  assert.equal((await source.places()).length, 1)
  const passages = await source.passages('geonames:1138958')
  assert.deepEqual(
    passages.map(p => p.properties.mention),
    ['0123456789abcdef'],
    'only mentions that are on the map',
  )
  assert.equal(source.articles[0]?.title, 'Talks')
})
