// Draws one map tile on a canvas: land, water, rivers, lines.

import { clipRing, runsInBox, type Box } from './clip.ts'
import type { Lines } from './data.ts'
import type { Palette } from './palette.ts'
import type { Found } from './source.ts'

/** The part of a canvas's abilities that drawing needs. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineJoin' | 'lineCap' | 'lineDashOffset' | 'globalAlpha'
  | 'setLineDash' | 'beginPath' | 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'closePath' | 'fill' | 'stroke' | 'fillRect'
>

/** What is to be drawn: the map tile z/x/y with sides of `size` pixels and `edge` pixels more on every side. */
export interface View {
  z: number
  x: number
  y: number
  size: number
  edge: number
}

/** From this zoom on lines are drawn as curves, so that the data's corners don't show. */
const curvesFrom = 8
/** How far beyond a point of data, in degrees of longitude, build.mjs lets land go on at the antimeridian. */
const beyond = 0.02

/** The units of a tile of data: to its side, and beyond its side. */
export interface Units {
  extent: number
  buffer: number
}

/** Draws a map tile out of a tile of data; without one it is sea. */
export function drawTile(pen: Pen, view: View, found: Found | undefined, units: Units, palette: Palette): void {
  const { extent, buffer } = units
  const { z, size, edge } = view
  pen.fillStyle = palette.sea
  pen.fillRect(0, 0, size + 2 * edge, size + 2 * edge)
  if (!found) return
  const { tile } = found
  const scale = (size * 2 ** (z - found.grid)) / extent
  const dx = edge - (view.x - found.x * 2 ** (z - found.grid)) * size
  const dy = edge - (view.y - found.y * 2 ** (z - found.grid)) * size
  const to: To = {
    scale, dx, dy, window: windowOf(size, edge, scale, dx, dy), curved: z >= curvesFrom,
    frame: [-buffer, -buffer, extent + buffer, extent + buffer],
  }

  pen.lineJoin = 'round'
  pen.lineCap = 'round'
  pen.setLineDash([])
  const world = 2 ** found.grid
  const meridian = { left: -found.x * extent, right: (world - found.x) * extent, reach: Math.ceil((beyond / 360) * world * extent) + 1 }
  if (tile.land) {
    pen.strokeStyle = palette.coast
    pen.lineWidth = z < 5 ? 0.7 : 0.9
    rings(pen, tile.land, to, palette.land, meridian)
  }
  for (const { from, weight, lines } of tile.river) {
    if (from > z) continue
    pen.strokeStyle = palette.river
    pen.lineWidth = Math.min(2.4, (0.35 + weight * 0.11) * (1 + Math.max(0, z - from) * 0.18))
    strokes(pen, lines, to)
  }
  for (const { from, lines } of tile.admin) {
    if (from > z) continue
    pen.strokeStyle = palette.admin
    pen.lineWidth = z < 6 ? 0.7 : 0.9
    pen.globalAlpha = z === from && z < 8 ? 0.75 : 1
    strokes(pen, lines, to)
  }
  pen.globalAlpha = 1
  // Lakes hide first-level lines, but not borders.
  if (tile.water) {
    pen.strokeStyle = palette.coast
    pen.lineWidth = 0.6
    rings(pen, tile.water, to, palette.sea, meridian)
  }
  // Beyond zoom 9 a border is only known to within some hundred metres: a band says so.
  if (z > 9) {
    pen.strokeStyle = palette.borderBand
    pen.lineWidth = Math.min(26, 5 * 2 ** ((z - 9) * 0.6))
    for (const { lines } of [...tile.border, ...tile.disputed]) strokes(pen, lines, to)
  }
  pen.strokeStyle = palette.border
  pen.lineWidth = z < 4 ? 0.7 : z < 7 ? 1 : 1.3
  pen.globalAlpha = z < 4 ? 0.75 : 1
  for (const { lines } of tile.border) strokes(pen, lines, to)
  pen.lineCap = 'butt'
  for (const { lines } of tile.disputed) strokes(pen, lines, to, z < 4 ? [2.5, 2] : [4.5, 3])
  pen.globalAlpha = 1
}

interface To {
  scale: number
  dx: number
  dy: number
  window: Box
  curved: boolean
  /** Where the tile of data ends. */
  frame: Box
}

/** The visible box in units of the data, with room for the width of lines and for curves. */
function windowOf(size: number, edge: number, scale: number, dx: number, dy: number): Box {
  const room = edge + 40
  return [(-room - dx) / scale, (-room - dy) / scale, (size + edge + room - dx) / scale, (size + edge + room - dy) / scale]
}

function apart(lines: Lines, i: number, box: Box): boolean {
  const b = lines.boxes
  return (
    (b[4 * i] as number) > box[2] || (b[4 * i + 1] as number) > box[3] || (b[4 * i + 2] as number) < box[0] || (b[4 * i + 3] as number) < box[1]
  )
}

function rings(pen: Pen, lines: Lines, to: To, fill: string, meridian: { left: number; right: number; reach: number }): void {
  const { scale, dx, dy, curved } = to
  // Rings are cut well outside the window: the cut's own corners must not bend the curve in view.
  const far = 2200 / scale
  const box: Box = curved ? [to.window[0] - far, to.window[1] - far, to.window[2] + far, to.window[3] + far] : to.window
  const kept: number[][] = []
  for (let i = 0; i + 1 < lines.starts.length; i++) {
    if (apart(lines, i, to.window)) continue
    const ring = clipRing(lines.xy, lines.starts[i] as number, lines.starts[i + 1] as number, box)
    if (ring.length > 4) kept.push(ring)
  }
  pen.fillStyle = fill
  pen.beginPath()
  for (const ring of kept) {
    if (curved) closedCurve(pen, ring, to, box)
    else {
      pen.moveTo((ring[0] as number) * scale + dx, (ring[1] as number) * scale + dy)
      for (let k = 2; k < ring.length; k += 2) pen.lineTo((ring[k] as number) * scale + dx, (ring[k + 1] as number) * scale + dy)
      pen.closePath()
    }
  }
  pen.fill()
  pen.beginPath()
  for (const ring of kept) {
    if (ring.some((x, k) => k % 2 === 0 && (atMeridian(x, meridian.left, meridian.reach) || atMeridian(x, meridian.right, meridian.reach)))) {
      // Land goes on across the antimeridian: no coast there.
      let down = false
      for (let k = 0, j = ring.length - 2; k < ring.length; j = k, k += 2) {
        const a = ring[j] as number
        const b = ring[k] as number
        const along =
          (atMeridian(a, meridian.left, meridian.reach) && atMeridian(b, meridian.left, meridian.reach)) ||
          (atMeridian(a, meridian.right, meridian.reach) && atMeridian(b, meridian.right, meridian.reach))
        if (!down || along) pen.moveTo(a * scale + dx, (ring[j + 1] as number) * scale + dy)
        if (!along) pen.lineTo(b * scale + dx, (ring[k + 1] as number) * scale + dy)
        down = !along
      }
    } else if (curved) closedCurve(pen, ring, to, box)
    else {
      pen.moveTo((ring[0] as number) * scale + dx, (ring[1] as number) * scale + dy)
      for (let k = 2; k < ring.length; k += 2) pen.lineTo((ring[k] as number) * scale + dx, (ring[k + 1] as number) * scale + dy)
      pen.closePath()
    }
  }
  pen.stroke()
}

function atMeridian(x: number, at: number, reach: number): boolean {
  return x >= at - reach && x <= at + reach
}

/** A closed curve that touches the middle of each side of the ring; where the ring was cut its corners stay sharp. */
function closedCurve(pen: Pen, ring: number[], { scale, dx, dy, frame }: To, cut: Box): void {
  const n = ring.length
  const x = (k: number): number => (ring[k % n] as number) * scale + dx
  const y = (k: number): number => (ring[(k % n) + 1] as number) * scale + dy
  const sharp = (k: number): boolean => onEdge(ring[k % n] as number, ring[(k % n) + 1] as number, frame) || onEdge(ring[k % n] as number, ring[(k % n) + 1] as number, cut)
  pen.moveTo((x(n - 2) + x(0)) / 2, (y(n - 2) + y(0)) / 2)
  for (let k = 0; k < n; k += 2) {
    const mx = (x(k) + x(k + 2)) / 2
    const my = (y(k) + y(k + 2)) / 2
    if (sharp(k)) {
      pen.lineTo(x(k), y(k))
      pen.lineTo(mx, my)
    } else pen.quadraticCurveTo(x(k), y(k), mx, my)
  }
  pen.closePath()
}

function onEdge(x: number, y: number, box: Box): boolean {
  return x === box[0] || x === box[2] || y === box[1] || y === box[3]
}

function strokes(pen: Pen, lines: Lines, to: To, dash?: number[]): void {
  const { scale, dx, dy, window, curved } = to
  const { xy } = lines
  if (!dash) pen.beginPath()
  for (let i = 0; i + 1 < lines.starts.length; i++) {
    if (apart(lines, i, window)) continue
    for (const run of runsInBox(xy, lines.starts[i] as number, lines.starts[i + 1] as number, window)) {
      if (dash) {
        // The dashes go on from tile to tile.
        pen.beginPath()
        pen.setLineDash(dash)
        pen.lineDashOffset = run.before * scale
      }
      const x = (k: number): number => (xy[k] as number) * scale + dx
      const y = (k: number): number => (xy[k + 1] as number) * scale + dy
      pen.moveTo(x(run.from), y(run.from))
      for (let k = run.from + 2; k < run.to; k += 2) {
        if (curved && k + 2 < run.to) pen.quadraticCurveTo(x(k), y(k), (x(k) + x(k + 2)) / 2, (y(k) + y(k + 2)) / 2)
        else pen.lineTo(x(k), y(k))
      }
      if (dash) pen.stroke()
    }
  }
  if (dash) pen.setLineDash([])
  else pen.stroke()
}
