// Which tile of which level of detail a piece of the map is drawn from, and its loading.

import { decodeTile, type Level, type Tile, type TileData, type WorldData } from './data.ts'

/** Where tiles come from: an address with {key} in it, or the tiles themselves by key. */
export type Detail = string | Record<string, TileData>

/** A tile at hand, with its place in the grid of its level. */
export interface Found {
  tile: Tile
  grid: number
  x: number
  y: number
}

interface LevelTiles extends Level {
  keys: Set<string>
}

/** Finds tiles by zoom and place, loads them once, and keeps them. */
export class Source {
  readonly extent: number
  readonly world: WorldData
  private readonly levels: LevelTiles[]
  private readonly detail: Detail | undefined
  private readonly fetchTile: (url: string) => Promise<TileData>
  private readonly tiles = new Map<string, Tile>()
  private readonly loading = new Map<string, Promise<boolean>>()

  constructor(world: WorldData, detail?: Detail, fetchTile: (url: string) => Promise<TileData> = fetchJSON) {
    if (world.v !== 1) throw new Error(`the base map's data has version ${String(world.v)}, not 1: build it again`)
    this.world = world
    this.extent = world.extent
    this.detail = detail
    this.fetchTile = fetchTile
    this.tiles.set('0/0/0', decodeTile(world.tile))
    this.levels = world.levels
      .map(level => ({ ...level, keys: new Set((level.tiles ?? '0/0').split(' ')) }))
      .sort((a, b) => b.grid - a.grid)
  }

  /** The finest tile at hand for the map tile z/x/y, and the key of the one to load, if a finer one is to be had. */
  find(z: number, x: number, y: number): { best: Found | undefined; load: string | undefined } {
    let load: string | undefined
    for (const level of this.levels) {
      if (level.from > z || level.grid > z) continue
      const shift = z - level.grid
      const tx = x >> shift
      const ty = y >> shift
      // Where a level has no tile there is nothing but sea.
      const key = `${level.grid}/${tx}/${ty}`
      const tile = this.tiles.get(key)
      if (tile) return { best: { tile, grid: level.grid, x: tx, y: ty }, load }
      if (!level.keys.has(`${tx}/${ty}`)) return { best: undefined, load: undefined }
      if (this.canLoad(key)) load ??= key
    }
    return { best: undefined, load }
  }

  /** Loads a tile by its key; false where that failed. The tile is then found by find. */
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
      // The coarser level stays; a later view tries again.
      this.loading.delete(key)
      return false
    }
  }

  private canLoad(key: string): boolean {
    return typeof this.detail === 'string' || (this.detail !== undefined && key in this.detail)
  }
}

/** Reads a JSON file from the page's own server. */
export async function fetchJSON<T>(url: string): Promise<T> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return (await answer.json()) as T
}
