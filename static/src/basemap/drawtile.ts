// Draws a map tile on a canvas: land, water, rivers, borders.

import { type Box, clipRing, linePartsInBox } from './clip.ts'
import type { Palette } from './palette.ts'
import type { Lines } from './tiledata.ts'
import type { FoundTile } from './tilesource.ts'

/** The canvas methods that drawing needs. */
export type Canvas2D = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'lineDashOffset'
  | 'globalAlpha'
  | 'setLineDash'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'closePath'
  | 'fill'
  | 'stroke'
  | 'fillRect'
>

/** A map tile z/x/y of `size` pixels with `edge` more pixels on every side. */
export interface View {
  z: number
  x: number
  y: number
  size: number
  edge: number
}

/** From this zoom, lines are drawn as curves to hide the corners of the simplified data. */
const curvesFrom = 8
/** How far build.mjs extends land beyond the antimeridian, in degrees of longitude. */
const antimeridianOverlap = 0.02

/** The size of a data tile and of the buffer around it, in its units. */
export interface Units {
  extent: number
  buffer: number
}

/** An area that is tinted below water and borders. */
export interface Tint {
  /** Rings of x and y on the Mercator square, 0 to 1. */
  rings: Float64Array[]
  /** Its extent: west, north, east and south on the Mercator square. */
  box: Box
  fill: string
}

/** Draws a map tile from a data tile; sea without it. */
export function drawTile(
  context: Canvas2D,
  view: View,
  found: FoundTile | undefined,
  units: Units,
  palette: Palette,
  tints: Tint[] = [],
): void {
  const { extent, buffer } = units
  const { z, size, edge } = view
  context.fillStyle = palette.sea
  context.fillRect(0, 0, size + 2 * edge, size + 2 * edge)
  if (!found) return
  const { tile } = found
  const scale = (size * 2 ** (z - found.grid)) / extent
  const dx = edge - (view.x - found.x * 2 ** (z - found.grid)) * size
  const dy = edge - (view.y - found.y * 2 ** (z - found.grid)) * size
  const to: Transform = {
    scale,
    dx,
    dy,
    window: windowOf(size, edge, scale, dx, dy),
    curved: z >= curvesFrom,
    frame: [-buffer, -buffer, extent + buffer, extent + buffer],
  }

  context.lineJoin = 'round'
  context.lineCap = 'round'
  context.setLineDash([])
  const world = 2 ** found.grid
  const meridian = {
    left: -found.x * extent,
    right: (world - found.x) * extent,
    reach: Math.ceil((antimeridianOverlap / 360) * world * extent) + 1,
  }
  if (tile.land) {
    context.strokeStyle = palette.coast
    context.lineWidth = z < 5 ? 0.7 : 0.9
    rings(context, tile.land, to, palette.land, meridian)
  }
  for (const tint of tints) drawTint(context, view, tint)
  for (const { from, weight, lines } of tile.river) {
    if (from > z) continue
    context.strokeStyle = palette.river
    context.lineWidth = Math.min(2.4, (0.35 + weight * 0.11) * (1 + Math.max(0, z - from) * 0.18))
    strokes(context, lines, to)
  }
  for (const { from, lines } of tile.admin) {
    if (from > z) continue
    context.strokeStyle = palette.admin
    context.lineWidth = z < 6 ? 0.7 : 0.9
    context.globalAlpha = z === from && z < 8 ? 0.75 : 1
    strokes(context, lines, to)
  }
  context.globalAlpha = 1
  // Lakes are drawn over admin-1 borders, but under national borders.
  if (tile.water) {
    context.strokeStyle = palette.coast
    context.lineWidth = 0.6
    rings(context, tile.water, to, palette.sea, meridian)
  }
  // Beyond zoom 9 the data is less precise than the screen: a band shows the uncertainty of some hundred meters.
  if (z > 9) {
    context.strokeStyle = palette.borderBand
    context.lineWidth = Math.min(26, 5 * 2 ** ((z - 9) * 0.6))
    for (const { lines } of [...tile.border, ...tile.disputed]) strokes(context, lines, to)
  }
  context.strokeStyle = palette.border
  context.lineWidth = z < 4 ? 0.7 : z < 7 ? 1 : 1.3
  context.globalAlpha = z < 4 ? 0.75 : 1
  for (const { lines } of tile.border) strokes(context, lines, to)
  context.lineCap = 'butt'
  for (const { lines } of tile.disputed) strokes(context, lines, to, z < 4 ? [2.5, 2] : [4.5, 3])
  context.globalAlpha = 1
}

/** Fills an area, in the copy of the world that the tile shows. */
function drawTint(context: Canvas2D, { z, x, y, size, edge }: View, { rings: all, box, fill }: Tint): void {
  const scale = size * 2 ** z
  const [west, north] = [(x * size - edge) / scale, (y * size - edge) / scale]
  const side = (size + 2 * edge) / scale
  const shift = Math.round(west + side / 2 - (box[0] + box[2]) / 2) // whole worlds
  if (box[0] + shift > west + side || box[2] + shift < west || box[1] > north + side || box[3] < north) return
  context.fillStyle = fill
  context.beginPath()
  for (const ring of all) {
    for (let k = 0; k + 1 < ring.length; k += 2) {
      const px = ((ring[k] as number) + shift - west) * scale
      const py = ((ring[k + 1] as number) - north) * scale
      if (k === 0) context.moveTo(px, py)
      else context.lineTo(px, py)
    }
    context.closePath()
  }
  context.fill()
}

/** The transformation from data to pixels, with what is visible in units of the data. */
interface Transform {
  scale: number
  dx: number
  dy: number
  window: Box
  curved: boolean
  /** The data tile with its buffer. */
  frame: Box
}

/** Returns the visible box in units of the data, padded for line widths and curves. */
function windowOf(size: number, edge: number, scale: number, dx: number, dy: number): Box {
  const room = edge + 40
  return [(-room - dx) / scale, (-room - dy) / scale, (size + edge + room - dx) / scale, (size + edge + room - dy) / scale]
}

/** Reports whether the bounding box of a line is outside of a box. */
function isOutside(lines: Lines, i: number, box: Box): boolean {
  const b = lines.boxes
  return (
    (b[4 * i] as number) > box[2] ||
    (b[4 * i + 1] as number) > box[3] ||
    (b[4 * i + 2] as number) < box[0] ||
    (b[4 * i + 3] as number) < box[1]
  )
}

function rings(
  context: Canvas2D,
  lines: Lines,
  to: Transform,
  fill: string,
  meridian: { left: number; right: number; reach: number },
): void {
  const { scale, dx, dy, curved } = to
  // Clip curved rings far outside of the window: the corners of the clip must not bend the visible curve.
  const margin = 2200 / scale
  const box: Box = curved ? [to.window[0] - margin, to.window[1] - margin, to.window[2] + margin, to.window[3] + margin] : to.window
  const visible: number[][] = []
  for (let i = 0; i + 1 < lines.starts.length; i++) {
    if (isOutside(lines, i, to.window)) continue
    const ring = clipRing(lines.xy, lines.starts[i] as number, lines.starts[i + 1] as number, box)
    if (ring.length > 4) visible.push(ring)
  }
  context.fillStyle = fill
  context.beginPath()
  for (const ring of visible) {
    if (curved) closedCurve(context, ring, to, box)
    else {
      context.moveTo((ring[0] as number) * scale + dx, (ring[1] as number) * scale + dy)
      for (let k = 2; k < ring.length; k += 2) context.lineTo((ring[k] as number) * scale + dx, (ring[k + 1] as number) * scale + dy)
      context.closePath()
    }
  }
  context.fill()
  context.beginPath()
  for (const ring of visible) {
    if (
      ring.some(
        (x, k) => k % 2 === 0 && (isAtMeridian(x, meridian.left, meridian.reach) || isAtMeridian(x, meridian.right, meridian.reach)),
      )
    ) {
      // Land continues across the antimeridian: draw no coast there.
      let penDown = false
      for (let k = 0, j = ring.length - 2; k < ring.length; j = k, k += 2) {
        const a = ring[j] as number
        const b = ring[k] as number
        const along =
          (isAtMeridian(a, meridian.left, meridian.reach) && isAtMeridian(b, meridian.left, meridian.reach)) ||
          (isAtMeridian(a, meridian.right, meridian.reach) && isAtMeridian(b, meridian.right, meridian.reach))
        if (!penDown || along) context.moveTo(a * scale + dx, (ring[j + 1] as number) * scale + dy)
        if (!along) context.lineTo(b * scale + dx, (ring[k + 1] as number) * scale + dy)
        penDown = !along
      }
    } else if (curved) closedCurve(context, ring, to, box)
    else {
      context.moveTo((ring[0] as number) * scale + dx, (ring[1] as number) * scale + dy)
      for (let k = 2; k < ring.length; k += 2) context.lineTo((ring[k] as number) * scale + dx, (ring[k + 1] as number) * scale + dy)
      context.closePath()
    }
  }
  context.stroke()
}

function isAtMeridian(x: number, at: number, reach: number): boolean {
  return x >= at - reach && x <= at + reach
}

/** Adds a closed curve through the middle of each side of a ring. Corners made by clipping stay sharp. */
function closedCurve(context: Canvas2D, ring: number[], { scale, dx, dy, frame }: Transform, clipped: Box): void {
  const n = ring.length
  const x = (k: number): number => (ring[k % n] as number) * scale + dx
  const y = (k: number): number => (ring[(k % n) + 1] as number) * scale + dy
  const sharp = (k: number): boolean =>
    onEdge(ring[k % n] as number, ring[(k % n) + 1] as number, frame) || onEdge(ring[k % n] as number, ring[(k % n) + 1] as number, clipped)
  context.moveTo((x(n - 2) + x(0)) / 2, (y(n - 2) + y(0)) / 2)
  for (let k = 0; k < n; k += 2) {
    const mx = (x(k) + x(k + 2)) / 2
    const my = (y(k) + y(k + 2)) / 2
    if (sharp(k)) {
      context.lineTo(x(k), y(k))
      context.lineTo(mx, my)
    } else context.quadraticCurveTo(x(k), y(k), mx, my)
  }
  context.closePath()
}

function onEdge(x: number, y: number, box: Box): boolean {
  return x === box[0] || x === box[2] || y === box[1] || y === box[3]
}

function strokes(context: Canvas2D, lines: Lines, to: Transform, dash?: number[]): void {
  const { scale, dx, dy, window, curved } = to
  const { xy } = lines
  if (!dash) context.beginPath()
  for (let i = 0; i + 1 < lines.starts.length; i++) {
    if (isOutside(lines, i, window)) continue
    for (const part of linePartsInBox(xy, lines.starts[i] as number, lines.starts[i + 1] as number, window)) {
      if (dash) {
        // Continue the dash pattern from tile to tile.
        context.beginPath()
        context.setLineDash(dash)
        context.lineDashOffset = part.offset * scale
      }
      const x = (k: number): number => (xy[k] as number) * scale + dx
      const y = (k: number): number => (xy[k + 1] as number) * scale + dy
      context.moveTo(x(part.start), y(part.start))
      for (let k = part.start + 2; k < part.end; k += 2) {
        if (curved && k + 2 < part.end) context.quadraticCurveTo(x(k), y(k), (x(k) + x(k + 2)) / 2, (y(k) + y(k + 2)) / 2)
        else context.lineTo(x(k), y(k))
      }
      if (dash) context.stroke()
    }
  }
  if (dash) context.setLineDash([])
  else context.stroke()
}
