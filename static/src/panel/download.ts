// Downloads of a single-file map: the layers are embedded in the page.

import { h, onPlainClick } from '../dom.ts'

const files: Record<string, { id: string; type: string }> = {
  'places.geojson': { id: 'places-layer', type: 'application/geo+json' },
  'mentions.geojson': { id: 'mentions-layer', type: 'application/geo+json' },
  'mentions.csv': { id: 'mentions-csv', type: 'text/csv' },
}

/** Returns an embedded file; undefined for an unknown name. */
export function embeddedFile(name: string): Blob | undefined {
  const file = files[name]
  if (!file) return undefined
  const text = document.getElementById(file.id)?.textContent ?? ''
  // The CSV is embedded as a JSON string, so that it cannot end its element.
  return new Blob([file.type === 'text/csv' ? (JSON.parse(text) as string) : text], { type: file.type })
}

/** Downloads embedded files for links to "#download=/NAME". */
export function initDownloads(): void {
  onPlainClick(document.body, 'a[href^="#download="]', link => {
    const name = link.hash.replace(/^#download=\/?/, '')
    const file = embeddedFile(name)
    if (!file) return
    const address = URL.createObjectURL(file)
    h('a', { href: address, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  })
}
