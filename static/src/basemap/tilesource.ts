// Finds and loads the data tiles from which the map is drawn.

import { decodeTile, type Level, type Tile, type TileData, type WorldData } from './tiledata.ts'

/** The source of detail tiles: a URL template with {key}, or the tiles by key. */
export type Detail = string | Record<string, TileData>

/** A loaded tile with its position in the grid of its level. */
export interface FoundTile {
  tile: Tile
  grid: number
  x: number
  y: number
}

interface LevelTiles extends Level {
  keys: Set<string>
}

/** Finds tiles by zoom and position, and loads and caches them. */
export class TileSource {
  readonly extent: number
  readonly world: WorldData
  private readonly levels: LevelTiles[]
  private readonly detail: Detail | undefined
  private readonly fetchTile: (url: string) => Promise<TileData>
  private readonly tiles = new Map<string, Tile>()
  private readonly loading = new Map<string, Promise<boolean>>()

  constructor(world: WorldData, detail?: Detail, fetchTile: (url: string) => Promise<TileData> = fetchJSON) {
    if (world.v !== 1) throw new Error(`the base map has version ${String(world.v)} instead of 1: build it again`)
    this.world = world
    this.extent = world.extent
    this.detail = detail
    this.fetchTile = fetchTile
    this.tiles.set('0/0/0', decodeTile(world.tile))
    this.levels = world.levels
      .map(level => ({ ...level, keys: new Set((level.tiles ?? '0/0').split(' ')) }))
      .sort((a, b) => b.grid - a.grid)
  }

  /** Returns the finest loaded tile for the map tile z/x/y, and the key of a finer one if it can be loaded. */
  find(z: number, x: number, y: number): { best: FoundTile | undefined; load: string | undefined } {
    let load: string | undefined
    for (const level of this.levels) {
      if (level.from > z || level.grid > z) continue
      const shift = z - level.grid
      const tx = x >> shift
      const ty = y >> shift
      // Where a level has no tile there is only sea.
      const key = `${level.grid}/${tx}/${ty}`
      const tile = this.tiles.get(key)
      if (tile) return { best: { tile, grid: level.grid, x: tx, y: ty }, load }
      if (!level.keys.has(`${tx}/${ty}`)) return { best: undefined, load: undefined }
      if (this.canLoad(key)) load ??= key
    }
    return { best: undefined, load }
  }

  /** Loads a tile by its key for find to return; resolves to false on failure. */
  load(key: string): Promise<boolean> {
    let pending = this.loading.get(key)
    if (!pending) {
      pending = this.read(key)
      this.loading.set(key, pending)
    }
    return pending
  }

  private async read(key: string): Promise<boolean> {
    try {
      const data = typeof this.detail === 'string' ? await this.fetchTile(this.detail.replace('{key}', key)) : this.detail?.[key]
      if (!data) return false
      this.tiles.set(key, decodeTile(data))
      return true
    } catch {
      // Keep drawing the coarser level; the next view retries.
      this.loading.delete(key)
      return false
    }
  }

  private canLoad(key: string): boolean {
    return typeof this.detail === 'string' || (this.detail !== undefined && key in this.detail)
  }
}

/** Fetches a JSON file from the page's server. */
export async function fetchJSON<T>(url: string): Promise<T> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return (await response.json()) as T
}
