// Shows collections with more places than are sent at once: the symbols of the tiles in view, which the server clusters.

import type { Source } from '../source.ts'
import type { PlaceRow, TileSymbol } from '../viewdata.ts'
import type { MapPanel } from './mappanel.ts'

const maxTiles = 400

export class TileView {
  private readonly panel: MapPanel
  private readonly source: Source
  private readonly tiles = new Map<string, Promise<TileSymbol[]>>()
  private selection = new URLSearchParams()
  private places: PlaceRow[] = []
  private largest = 1
  private active = false
  private generation = 0

  constructor(panel: MapPanel, source: Source) {
    this.panel = panel
    this.source = source
    panel.map.on('moveend', () => void this.update())
  }

  /** Shows a selection, with the areas among its first places. */
  start(selection: URLSearchParams, places: PlaceRow[], largest: number): void {
    this.selection = selection
    this.places = places
    this.largest = largest
    this.tiles.clear()
    this.active = true
    void this.update()
  }

  stop(): void {
    this.active = false
    this.generation++
  }

  /** Loads the tiles of the view; each is one and a half times as large as on the screen at most. */
  private async update(): Promise<void> {
    if (!this.active) return
    this.generation++
    const { generation } = this
    const { map } = this.panel
    const z = Math.max(0, Math.round(map.getZoom()))
    const n = 2 ** z
    const bounds = map.getBounds().pad(0.1)
    const row = (lat: number): number => {
      const rad = (Math.max(-85, Math.min(85, lat)) * Math.PI) / 180
      return Math.floor((0.5 - Math.log(Math.tan(Math.PI / 4 + rad / 2)) / (2 * Math.PI)) * n)
    }
    const wanted = new Set<string>()
    for (let x = Math.floor(((bounds.getWest() + 180) / 360) * n); x <= Math.floor(((bounds.getEast() + 180) / 360) * n); x++) {
      for (let y = Math.max(0, row(bounds.getNorth())); y <= Math.min(n - 1, row(bounds.getSouth())); y++) {
        wanted.add(`${z}/${((x % n) + n) % n}/${y}`)
      }
    }
    try {
      const symbols = await Promise.all([...wanted].map(key => this.load(key)))
      if (generation === this.generation && this.active) this.panel.setTiles(symbols.flat(), this.places, this.largest)
    } catch {
      // the next move of the map tries again
    }
  }

  private load(key: string): Promise<TileSymbol[]> {
    let tile = this.tiles.get(key)
    if (!tile) {
      const [z = 0, x = 0, y = 0] = key.split('/').map(Number)
      tile = this.source.tile(this.selection, z, x, y)
      tile.catch(() => this.tiles.delete(key))
      this.tiles.set(key, tile)
      if (this.tiles.size > maxTiles) this.tiles.delete(this.tiles.keys().next().value as string)
    }
    return tile
  }
}
