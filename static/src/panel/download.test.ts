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
  const downloaded = new Promise<string>(resolve => {
    HTMLAnchorElement.prototype.click = function click() {
      if (this.hasAttribute('download')) resolve(this.download)
      else this.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, button: 0 }))
    }
  })
  URL.createObjectURL = () => 'blob:x'
  mock.method(globalThis, 'setTimeout', () => 0)
  initDownloads()
  find('#link').click()
  assert.equal(await downloaded, 'mentions.csv')
  mock.restoreAll()
})
