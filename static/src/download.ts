// Downloads of a map kept in a file: the layers lie in the page as they are.

import { h } from './dom.ts'
import { onPlainClick } from './card.ts'

const files: Record<string, { id: string; type: string }> = {
  'places.geojson': { id: 'places-layer', type: 'application/geo+json' },
  'mentions.geojson': { id: 'mentions-layer', type: 'application/geo+json' },
  'mentions.csv': { id: 'mentions-csv', type: 'text/csv' },
}

export function connectDownloads(): void {
  onPlainClick(document.body, 'a[href^="#download="]', link => {
    const name = link.hash.replace(/^#download=\/?/, '')
    const file = files[name]
    if (!file) return
    const text = document.getElementById(file.id)?.textContent ?? ''
    // The table is a JSON string, so that nothing in it can end its element; layers are JSON as they are.
    const content = file.type === 'text/csv' ? (JSON.parse(text) as string) : text
    const address = URL.createObjectURL(new Blob([content], { type: file.type }))
    h('a', { href: address, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
  })
}
