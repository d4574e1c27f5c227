// Downloads of a single-file map: the layers are embedded in the page.

import { h, onPlainClick } from '../dom.ts'

const files: Record<string, { id: string; type: string }> = {
  'places.geojson': { id: 'places-layer', type: 'application/geo+json' },
  'mentions.geojson': { id: 'mentions-layer', type: 'application/geo+json' },
  'mentions.csv': { id: 'mentions-csv', type: 'text/csv' },
}

/** Returns an embedded file; undefined for an unknown name. They are JSON strings of compressed data in base64. */
export async function embeddedFile(name: string): Promise<Blob | undefined> {
  const file = files[name]
  if (!file) return undefined
  const text = document.getElementById(file.id)?.textContent ?? ''
  const compressed = Uint8Array.from(atob(JSON.parse(text) as string), c => c.charCodeAt(0))
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Blob([await new Response(stream).arrayBuffer()], { type: file.type })
}

/** Downloads embedded files for links to "#download=/NAME". */
export function initDownloads(): void {
  onPlainClick(document.body, 'a[href^="#download="]', link => void download(link.hash.replace(/^#download=\/?/, '')))
}

async function download(name: string): Promise<void> {
  const file = await embeddedFile(name)
  if (!file) return
  const address = URL.createObjectURL(file)
  h('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
