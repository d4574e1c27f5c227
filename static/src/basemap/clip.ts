// Cutting rings and lines down to the part near a window, so that no path grows beyond what a canvas draws well.

/** Least x, least y, most x, most y. */
export type Box = readonly [number, number, number, number]

/** The part of a ring (flat x, y pairs, from..to) inside a box, by Sutherland and Hodgman's method. */
export function clipRing(xy: ArrayLike<number>, from: number, to: number, box: Box): number[] {
  let ring: ArrayLike<number> = xy
  let start = from
  let end = to
  for (let side = 0; side < 4; side++) {
    const k = side & 1
    const limit = box[side] as number
    const sign = side < 2 ? 1 : -1
    const out: number[] = []
    for (let i = start, j = end - 2; i < end; j = i, i += 2) {
      const a = ring[j + k] as number
      const b = ring[i + k] as number
      const ina = (a - limit) * sign >= 0
      const inb = (b - limit) * sign >= 0
      if (ina !== inb) {
        const t = (limit - a) / (b - a)
        const other = (ring[j + 1 - k] as number) + t * ((ring[i + 1 - k] as number) - (ring[j + 1 - k] as number))
        if (k === 0) out.push(limit, other)
        else out.push(other, limit)
      }
      if (inb) out.push(ring[i] as number, ring[i + 1] as number)
    }
    ring = out
    start = 0
    end = out.length
    if (end === 0) break
  }
  return ring === xy ? Array.prototype.slice.call(xy, from, to) : (ring as number[])
}

/** A stretch of a line near a window: its points in xy from..to, and how long the line is before it. */
export interface Run {
  from: number
  to: number
  before: number
}

/**
 * The stretches of a line whose segments touch a box, each with up to two points more at both ends, so that a
 * curve through the points has the same form in every window. The points stay as they are.
 */
export function runsInBox(xy: ArrayLike<number>, from: number, to: number, box: Box): Run[] {
  const runs: Run[] = []
  let open: Run | undefined
  let length = 0
  const lengths: number[] = [0]
  for (let i = from + 2; i < to; i += 2) {
    const ax = xy[i - 2] as number
    const ay = xy[i - 1] as number
    const bx = xy[i] as number
    const by = xy[i + 1] as number
    const touches =
      Math.max(ax, bx) >= box[0] && Math.min(ax, bx) <= box[2] && Math.max(ay, by) >= box[1] && Math.min(ay, by) <= box[3]
    length += Math.hypot(bx - ax, by - ay)
    lengths.push(length)
    if (!touches) continue
    const first = Math.max(from, i - 6)
    const last = Math.min(to, i + 6)
    if (open && first <= open.to) {
      open.to = last
    } else {
      open = { from: first, to: last, before: lengths[(first - from) / 2] ?? 0 }
      runs.push(open)
    }
  }
  return runs
}
