// Decodes the data files of the base map; README.md describes them.

/** world.json: the data needed at once, and the list of the tiles. */
export interface WorldData {
  v: 1
  /** The size of a tile in units. */
  extent: number
  /** The buffer around a tile in units. */
  buffer: number
  levels: Level[]
  /** The whole world as one tile. */
  tile: TileData
  /** Longitude, latitude, name, minimum zoom, area as a share of the map. */
  countries: [number, number, string, number, number][]
  /** Longitude, latitude, name (may contain a line break), minimum zoom, maximum zoom. */
  seas: [number, number, string, number, number][]
}

/** Returns the data with other names of countries and seas, by those that it has; others stay. */
export function translate(world: WorldData, names: Record<string, string>): WorldData {
  const named = (row: WorldData['seas'][number]): WorldData['seas'][number] => {
    const [lon, lat, name, from, to] = row
    return [lon, lat, names[name.replaceAll('\n', ' ')] ?? name, from, to]
  }
  return { ...world, countries: world.countries.map(named), seas: world.seas.map(named) }
}

/** A level of detail: 2^grid × 2^grid tiles, drawn from zoom `from`. */
export interface Level {
  grid: number
  from: number
  /** The existing tiles as "x/y", separated by spaces; absent for the level of the world tile. */
  tiles?: string
}

/** A tile: encoded lines and rings (see decodeLines) in units of the tile. */
export interface TileData {
  land?: string
  water?: string
  /** Borders; in the finest tiles by "left|right", the countries to the left and right of their direction. */
  border?: string | Record<string, string>
  disputed?: string | Record<string, string>
  /** Admin-1 borders by minimum zoom. */
  admin?: Record<string, string>
  /** Rivers by "minimum zoom.weight". */
  river?: Record<string, string>
  /** Labels of admin-1 areas: x, y, name, minimum zoom. */
  areas?: [number, number, string, number][]
  /** Labels of lakes in the same form. */
  lakes?: [number, number, string, number][]
}

/** The lines of a layer. */
export interface Lines {
  /** The x and y of all points of all lines. */
  xy: Int32Array
  /** The index in xy at which each line starts, and the length of xy. */
  starts: Uint32Array
  /** Four numbers per line: least x, least y, greatest x, greatest y. */
  boxes: Int32Array
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const digitValue = new Uint8Array(128)
for (let i = 0; i < digits.length; i++) digitValue[digits.charCodeAt(i)] = i

/** Decodes the format of basemap/encode.mjs. Invalid text ends the decoding early. */
export function decodeLines(text: string): Lines {
  const xy: number[] = []
  const starts: number[] = []
  const boxes: number[] = []
  let at = 0
  const next = (): number => {
    let n = 0
    let shift = 0
    for (;;) {
      const d = digitValue[text.charCodeAt(at++)] ?? 0
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

/** Borders between two countries; the names are empty if unknown. */
export interface Border {
  left: string
  right: string
  lines: Lines
}

/** A decoded tile. */
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

/** Decodes a tile. */
export function decodeTile(data: TileData): Tile {
  const tile: Tile = {
    border: borders(data.border),
    disputed: borders(data.disputed),
    admin: [],
    river: [],
    areas: data.areas ?? [],
    lakes: data.lakes ?? [],
  }
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
