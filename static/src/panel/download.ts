// Downloads of a single-file map: the layers are embedded in the page.

import { h, onPlainClick } from '../dom.ts'
import { readOutlines } from '../source.ts'

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
  const response = new Response(stream)
  if (name !== 'places.geojson') return new Blob([await response.arrayBuffer()], { type: file.type })
  return new Blob([attachOutlines(await response.text())], { type: file.type })
}

/** Returns a places layer with the outlines that are in the page once, for the map and the layer. */
function attachOutlines(layer: string): string {
  const areas = readOutlines()
  return layer.replaceAll(/"geometry":"([^"]+)"/g, (whole, id: string) => {
    const polygons = areas[id]?.map(rings => rings.map(pairs))
    if (!polygons) return whole
    return `"geometry":${JSON.stringify(polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0] } : { type: 'MultiPolygon', coordinates: polygons })}`
  })
}

function pairs(ring: number[]): number[][] {
  return Array.from({ length: ring.length / 2 }, (_, i) => ring.slice(2 * i, 2 * i + 2))
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
