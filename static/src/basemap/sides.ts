// Where the names of two countries stand on both sides of the border between them.

import type { Rect, Taken } from './collide.ts'

/** The size of a name in pixels. */
export interface Size {
  width: number
  height: number
}

/** A place on a border where its countries may be named; nx and ny point to the right of the border as it runs. */
export interface Spot {
  x: number
  y: number
  nx: number
  ny: number
  left: string
  right: string
}

/** A country's name and the middle of where it stands. */
export interface Side {
  name: string
  x: number
  y: number
}

/** The least distance from a name to its border, the distance between spots, and that between the same names. */
const gap = 9
const step = 40
const between = 420

/** Spots at equal distances along a border (flat x, y pairs in pixels; y goes down, so left of a way east is north). */
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
 * Names the two countries of a border at spots where both have room within a box, at most `most` times and the
 * first time as near as can be to the box's middle. What is placed is taken.
 */
export function nameSides(spots: Spot[], measure: (name: string) => Size, box: Rect, taken: Pick<Taken, 'overlaps' | 'add'>, most: number): Side[] {
  const [cx, cy] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
  const inside = spots
    .filter(s => s.x > box[0] && s.x < box[2] && s.y > box[1] && s.y < box[3])
    .sort((a, b) => Math.hypot(a.x - cx, a.y - cy) - Math.hypot(b.x - cx, b.y - cy))
  const used: Spot[] = []
  const sides: Side[] = []
  for (const spot of inside) {
    if (used.length === most) break
    if (used.some(u => Math.hypot(u.x - spot.x, u.y - spot.y) < between)) continue
    const pair = [beside(spot, spot.left, measure(spot.left), -1), beside(spot, spot.right, measure(spot.right), 1)]
    if (pair.some(({ rect: r }) => r[0] < box[0] || r[2] > box[2] || r[1] < box[1] || r[3] > box[3] || taken.overlaps(r))) continue
    used.push(spot)
    for (const { side, rect } of pair) {
      taken.add(rect)
      sides.push(side)
    }
  }
  return sides
}

function beside(spot: Spot, name: string, { width, height }: Size, to: 1 | -1): { side: Side; rect: Rect } {
  const far = to * (gap + (Math.abs(spot.nx) * width + Math.abs(spot.ny) * height) / 2)
  const x = spot.x + spot.nx * far
  const y = spot.y + spot.ny * far
  return { side: { name, x, y }, rect: [x - width / 2 - 4, y - height / 2 - 2, x + width / 2 + 4, y + height / 2 + 2] }
}
