// Places the names of two countries on both sides of their border.

import type { Box } from './clip.ts'
import type { CollisionIndex } from './collisiongrid.ts'

/** The size of a name in pixels. */
export interface Size {
  width: number
  height: number
}

/** A point of a border where its countries may be named; nx and ny point to the right of the border's direction. */
export interface Spot {
  x: number
  y: number
  nx: number
  ny: number
  left: string
  right: string
}

/** The name of a country with its center. */
export interface BorderLabel {
  name: string
  x: number
  y: number
}

/** Pixels between a name and its border, between two spots, and between two labels of the same border. */
const gap = 9
const step = 40
const minSpacing = 420

/** Returns spots at equal distances along a border, given as a flat array of x and y in pixels (y increases southward). */
export function spotsAlong(xy: ArrayLike<number>, left: string, right: string): Spot[] {
  const spots: Spot[] = []
  let wait = step / 2
  for (let i = 2; i < xy.length; i += 2) {
    const ax = xy[i - 2] as number
    const ay = xy[i - 1] as number
    const dx = (xy[i] as number) - ax
    const dy = (xy[i + 1] as number) - ay
    const length = Math.hypot(dx, dy)
    if (length === 0) continue
    for (; wait <= length; wait += step) {
      spots.push({ x: ax + (dx * wait) / length, y: ay + (dy * wait) / length, nx: -dy / length, ny: dx / length, left, right })
    }
    wait -= length
  }
  return spots
}

/**
 * Places the names of both countries of a border at spots where both have room within a box, at most `max` times, the first time as
 * close as possible to the center of the box. Placed labels are added to occupied.
 */
export function placeBorderLabels(
  spots: Spot[],
  measure: (name: string) => Size,
  box: Box,
  occupied: CollisionIndex,
  max: number,
): BorderLabel[] {
  const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  const inside = spots
    .filter(s => s.x > box[0] && s.x < box[2] && s.y > box[1] && s.y < box[3])
    .sort((a, b) => Math.hypot(a.x - cx, a.y - cy) - Math.hypot(b.x - cx, b.y - cy))
  const used: Spot[] = []
  const labels: BorderLabel[] = []
  for (const spot of inside) {
    if (used.length === max) break
    if (used.some(u => Math.hypot(u.x - spot.x, u.y - spot.y) < minSpacing)) continue
    const pair = [labelBeside(spot, spot.left, measure(spot.left), -1), labelBeside(spot, spot.right, measure(spot.right), 1)]
    if (pair.some(({ box: r }) => r[0] < box[0] || r[2] > box[2] || r[1] < box[1] || r[3] > box[3] || occupied.overlaps(r))) continue
    used.push(spot)
    for (const { label, box } of pair) {
      occupied.add(box)
      labels.push(label)
    }
  }
  return labels
}

/** Returns the label on one side of a spot: 1 is right, -1 left. */
function labelBeside(spot: Spot, name: string, { width, height }: Size, side: 1 | -1): { label: BorderLabel; box: Box } {
  const offset = side * (gap + (Math.abs(spot.nx) * width + Math.abs(spot.ny) * height) / 2)
  const x = spot.x + spot.nx * offset
  const y = spot.y + spot.ny * offset
  return { label: { name, x, y }, box: [x - width / 2 - 4, y - height / 2 - 2, x + width / 2 + 4, y + height / 2 + 2] }
}
