// Where the names of two countries stand on both sides of the border between them.

import type { Rect, Taken } from './collide.ts'

/** The size of a name in pixels. */
export interface Size {
  width: number
  height: number
}

/** The middles of the names on the left and right of a border, seen as it runs. */
export interface Pair {
  left: [number, number]
  right: [number, number]
}

/** The least distance from a name to its border. */
const gap = 7
/** How far along a border a next place is tried, and how far it is to the next pair of names. */
const step = 40
const between = 650

/**
 * Finds places for pairs of names along a border (flat x, y pairs in pixels) where both have room within a box;
 * what is placed is taken. On a map y goes down: left of a line that runs east is north.
 */
export function alongBorder(xy: ArrayLike<number>, left: Size, right: Size, box: Rect, taken: Pick<Taken, 'overlaps' | 'add'>): Pair[] {
  const pairs: Pair[] = []
  let wait = step / 2
  for (let i = 2; i < xy.length; i += 2) {
    const ax = xy[i - 2] as number
    const ay = xy[i - 1] as number
    const bx = xy[i] as number
    const by = xy[i + 1] as number
    const length = Math.hypot(bx - ax, by - ay)
    if (length === 0) continue
    // To the right of the way.
    const nx = -(by - ay) / length
    const ny = (bx - ax) / length
    let at = 0
    while (length - at >= wait) {
      at += wait
      wait = step
      const x = ax + ((bx - ax) * at) / length
      const y = ay + ((by - ay) * at) / length
      if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue
      const pair: Pair = { left: beside(x, y, -nx, -ny, left), right: beside(x, y, nx, ny, right) }
      const rects = [around(pair.left, left), around(pair.right, right)]
      if (rects.some(r => r[0] < box[0] || r[2] > box[2] || r[1] < box[1] || r[3] > box[3] || taken.overlaps(r))) continue
      for (const r of rects) taken.add(r)
      pairs.push(pair)
      wait = between
    }
    wait -= length - at
  }
  return pairs
}

function beside(x: number, y: number, nx: number, ny: number, size: Size): [number, number] {
  const far = gap + (Math.abs(nx) * size.width + Math.abs(ny) * size.height) / 2
  return [x + nx * far, y + ny * far]
}

function around([x, y]: [number, number], { width, height }: Size): Rect {
  return [x - width / 2 - 4, y - height / 2 - 2, x + width / 2 + 4, y + height / 2 + 2]
}
