import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { find, setBody } from '../testing/dom.ts'

import { embeddedFile, initDownloads } from './download.ts'

const page = `<script type="application/json" id="places-layer">{"features":[]}</script>
  <script type="application/json" id="mentions-csv">"a,b\\n1,2\\n"</script>
  <a id="link" href="#download=/mentions.csv">CSV</a>`

test('embedded files are extracted', async () => {
  setBody(page)
  assert.equal(await embeddedFile('places.geojson')?.text(), '{"features":[]}')
  assert.equal(await embeddedFile('mentions.csv')?.text(), 'a,b\n1,2\n')
  assert.equal(embeddedFile('other'), undefined)
})

test('links download them', () => {
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
  mock.restoreAll()
  assert.deepEqual(downloads, ['mentions.csv'])
})
