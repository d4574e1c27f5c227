import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { find, setBody } from '../testing/dom.ts'

import { embeddedFile, initDownloads } from './download.ts'

const deflate = (text: string): string => deflateRawSync(text).toString('base64')
const page = `<script type="application/json" id="places-layer">"${deflate('{"features":[]}')}"</script>
  <script type="application/json" id="mentions-csv">"${deflate('a,b\n1,2\n')}"</script>
  <a id="link" href="#download=/mentions.csv">CSV</a>`

test('embedded files are extracted', async () => {
  setBody(page)
  assert.equal(await (await embeddedFile('places.geojson'))?.text(), '{"features":[]}')
  assert.equal(await (await embeddedFile('mentions.csv'))?.text(), 'a,b\n1,2\n')
  assert.equal(await embeddedFile('other'), undefined)
})

test('links download them', async () => {
  setBody(page)
  const downloads: string[] = []
  document.addEventListener('click', event => {
    if (event.target instanceof HTMLAnchorElement && event.target.hasAttribute('download')) downloads.push(event.target.download)
  })
  HTMLAnchorElement.prototype.click = function click() {
    if (this.hasAttribute('download')) downloads.push(this.download)
    else this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, button: 0 }))
  }
  URL.createObjectURL = () => 'blob:x'
  mock.method(globalThis, 'setTimeout', () => 0)
  initDownloads()
  find('#link').click()
  for (let i = 0; i < 50 && downloads.length === 0; i++) await new Promise(resolve => setImmediate(resolve))
  mock.restoreAll()
  assert.deepEqual(downloads, ['mentions.csv'])
})
