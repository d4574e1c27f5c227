// The base map's files as they are read: README.md describes them.

/** world.json: what is needed at once, and which tiles there are beside it. */
export interface WorldData {
  v: 1
  /** Units to a tile's side. */
  extent: number
  /** Units that a tile holds beyond each of its sides. */
  buffer: number
  levels: Level[]
  /** The whole world as one tile. */
  tile: TileData
  /** Longitude, latitude, name, first zoom, size in parts of the whole map. */
  countries: [number, number, string, number, number][]
  /** Longitude, latitude, name (may hold a line break), first zoom, last zoom. */
  seas: [number, number, string, number, number][]
}

/** A level of detail: tiles of 2^grid × 2^grid, drawn from zoom `from` on. */
export interface Level {
  grid: number
  from: number
  /** The tiles that exist, "x/y" each, parted by spaces; absent for the world's own tile. */
  tiles?: string
}

/** A tile: lines and rings as text (see decodeLines), in units of the tile. */
export interface TileData {
  land?: string
  water?: string
  /** Borders; in the finest tiles by "left|right", the countries on their sides as they run. */
  border?: string | Record<string, string>
  disputed?: string | Record<string, string>
  /** First-level lines by the zoom from which they are drawn. */
  admin?: Record<string, string>
  /** Rivers by "zoom.weight". */
  river?: Record<string, string>
  /** Names of first-level areas: x, y, name, first zoom. */
  areas?: [number, number, string, number][]
  /** Names of lakes, likewise. */
  lakes?: [number, number, string, number][]
}

/** Lines of one layer: points in turn, x and y. */
export interface Lines {
  /** The coordinates of all lines, one after the other. */
  xy: Int32Array
  /** Where each line begins in xy, and at the end where the last one ends. */
  starts: Uint32Array
  /** Four numbers a line: least x, least y, most x, most y. */
  boxes: Int32Array
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const valueOf = new Uint8Array(128)
for (let i = 0; i < digits.length; i++) valueOf[digits.charCodeAt(i)] = i

/** Reads the text that basemap/encode.mjs makes. */
export function decodeLines(text: string): Lines {
  const xy: number[] = []
  const starts: number[] = []
  const boxes: number[] = []
  let at = 0
  const next = (): number => {
    let n = 0
    let shift = 0
    for (;;) {
      const d = valueOf[text.charCodeAt(at++)] ?? 0
      n |= (d & 31) << shift
      if (d < 32 || at >= text.length) return n
      shift += 5
    }
  }
  const signed = (): number => {
    const n = next()
    return n & 1 ? -((n + 1) >>> 1) : n >>> 1
  }
  let x = 0
  let y = 0
  while (at < text.length) {
    starts.push(xy.length)
    let minX = Infinity
    let minY = Infinity
    let maxX = -Infinity
    let maxY = -Infinity
    for (let count = next(); count > 0 && at < text.length; count--) {
      x += signed()
      y += signed()
      xy.push(x, y)
      if (x < minX) minX = x
      if (x > maxX) maxX = x
      if (y < minY) minY = y
      if (y > maxY) maxY = y
    }
    boxes.push(minX, minY, maxX, maxY)
  }
  starts.push(xy.length)
  return { xy: Int32Array.from(xy), starts: Uint32Array.from(starts), boxes: Int32Array.from(boxes) }
}

/** Borders between two countries; the names are empty where they are not known. */
export interface Border {
  left: string
  right: string
  lines: Lines
}

/** A tile made ready for drawing. */
export interface Tile {
  land?: Lines
  water?: Lines
  border: Border[]
  disputed: Border[]
  admin: { from: number; lines: Lines }[]
  river: { from: number; weight: number; lines: Lines }[]
  areas: [number, number, string, number][]
  lakes: [number, number, string, number][]
}

/** Makes a tile ready for drawing. */
export function decodeTile(data: TileData): Tile {
  const tile: Tile = { border: borders(data.border), disputed: borders(data.disputed), admin: [], river: [], areas: data.areas ?? [], lakes: data.lakes ?? [] }
  if (data.land) tile.land = decodeLines(data.land)
  if (data.water) tile.water = decodeLines(data.water)
  for (const [from, text] of Object.entries(data.admin ?? {})) tile.admin.push({ from: Number(from), lines: decodeLines(text) })
  for (const [key, text] of Object.entries(data.river ?? {})) {
    const [from, weight] = key.split('.').map(Number)
    tile.river.push({ from: from ?? 0, weight: weight ?? 1, lines: decodeLines(text) })
  }
  return tile
}

function borders(data: string | Record<string, string> | undefined): Border[] {
  if (data === undefined) return []
  return Object.entries(typeof data === 'string' ? { '': data } : data).map(([names, text]) => {
    const [left = '', right = ''] = names.split('|')
    return { left, right, lines: decodeLines(text) }
  })
}
