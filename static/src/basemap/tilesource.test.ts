import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { WorldData } from './tiledata.ts'
import { TileSource } from './tilesource.ts'

const world: WorldData = {
  v: 1,
  extent: 16384,
  buffer: 256,
  tile: {},
  countries: [],
  seas: [],
  levels: [
    { grid: 0, from: 0 },
    { grid: 3, from: 5, tiles: '5/3' },
    { grid: 5, from: 7, tiles: '22/12 22/13' },
  ],
}

test('the finest loaded tile is found until a finer one is loaded', async () => {
  const requests: string[] = []
  const source = new TileSource(world, '/b/{key}.json', url => {
    requests.push(url)
    return url.includes('22/13') ? Promise.reject(new Error('not found')) : Promise.resolve({})
  })
  const find = (z: number, x: number, y: number): (number | string | undefined)[] => {
    const { best, load } = source.find(z, x, y)
    return [best?.grid, load]
  }
  assert.deepEqual(find(4, 11, 6), [0, undefined])
  assert.deepEqual(find(8, 22 * 8, 12 * 8), [0, '5/22/12'])
  assert.deepEqual(find(8, 0, 0), [undefined, undefined], 'only sea')
  assert.equal(await source.load('5/22/12'), true)
  assert.equal(await source.load('5/22/12'), true)
  assert.deepEqual(find(8, 22 * 8, 12 * 8), [5, undefined])
  assert.equal(await source.load('5/22/13'), false)
  assert.deepEqual(find(8, 22 * 8, 13 * 8), [0, '5/22/13'], 'tried again')
  assert.deepEqual(requests, ['/b/5/22/12.json', '/b/5/22/13.json'])
})

test('embedded tiles are used', async () => {
  const source = new TileSource(world, { '3/5/3': {} })
  assert.equal(source.find(8, 22 * 8, 12 * 8).load, '3/5/3')
  await source.load('3/5/3')
  assert.deepEqual([source.find(8, 22 * 8, 12 * 8).best?.grid, source.find(8, 22 * 8, 12 * 8).load], [3, undefined])
  assert.equal(await source.load('9/9/9'), false)
})

test('other versions are refused', () => {
  assert.throws(() => new TileSource({ ...world, v: 2 as 1 }), /version 2/)
})
