// Clipping of rings and lines to boxes. Rings and lines are flat arrays of x and y; a ring does not repeat its first point.

/** Least x, least y, greatest x, greatest y. */
export type Box = readonly [number, number, number, number]

type Points = ArrayLike<number>

const at = (points: Points, i: number): number => points[i] as number

/** Appends the intersection of the segment from index i to j with a limit on an axis (0 for x, 1 for y). */
function pushIntersection(out: number[], points: Points, i: number, j: number, axis: number, limit: number): void {
  const t = (limit - at(points, i + axis)) / (at(points, j + axis) - at(points, i + axis))
  const other = 1 - axis
  const value = at(points, i + other) + t * (at(points, j + other) - at(points, i + other))
  if (axis === 0) out.push(limit, value)
  else out.push(value, limit)
}

/** Clips a ring to one side of a limit on an axis: sign 1 keeps greater values, -1 smaller ones. */
function clipRingSide(ring: Points, start: number, end: number, axis: number, limit: number, sign: number): number[] {
  const out: number[] = []
  for (let i = start, previous = end - 2; i < end; previous = i, i += 2) {
    const wasInside = (at(ring, previous + axis) - limit) * sign >= 0
    const isInside = (at(ring, i + axis) - limit) * sign >= 0
    if (wasInside !== isInside) pushIntersection(out, ring, previous, i, axis, limit)
    if (isInside) out.push(at(ring, i), at(ring, i + 1))
  }
  return out
}

/** Clips the ring at the indexes start to end to a box with the Sutherland–Hodgman algorithm; empty if it is outside. */
export function clipRing(xy: Points, start: number, end: number, box: Box): number[] {
  let ring = clipRingSide(xy, start, end, 0, box[0], 1)
  for (const [axis, limit, sign] of [
    [1, box[1], 1],
    [0, box[2], -1],
    [1, box[3], -1],
  ] as const) {
    ring = clipRingSide(ring, 0, ring.length, axis, limit, sign)
  }
  return ring
}

/** Clips a ring to the range from low to high on an axis; empty if it is outside. */
export function clipRingToRange(ring: Points, axis: 0 | 1, low: number, high: number): number[] {
  const below = clipRingSide(ring, 0, ring.length, axis, high, -1)
  return clipRingSide(below, 0, below.length, axis, low, 1)
}

/** Clips a line to the range from low to high on an axis and returns its parts. */
export function clipLineToRange(line: Points, axis: 0 | 1, low: number, high: number): number[][] {
  const parts: number[][] = []
  let part: number[] = []
  const finish = (): void => {
    if (part.length > 2) parts.push(part)
    part = []
  }
  const side = (i: number): number => (at(line, i + axis) < low ? -1 : at(line, i + axis) > high ? 1 : 0)
  for (let i = 0; i < line.length; i += 2) {
    const current = side(i)
    const previous = i > 0 ? side(i - 2) : current
    if (previous !== current) {
      if (previous !== 0) {
        part = []
        pushIntersection(part, line, i - 2, i, axis, previous < 0 ? low : high)
      }
      if (current !== 0) {
        pushIntersection(part, line, i - 2, i, axis, current < 0 ? low : high)
        finish()
      }
    }
    if (current === 0) part.push(at(line, i), at(line, i + 1))
  }
  finish()
  return parts
}

/** A part of a line by the indexes of its points, and the length of the line before it. */
export interface LinePart {
  start: number
  end: number
  offset: number
}

/**
 * Returns the parts of a line whose segments touch a box, each with up to two more points at both ends, so that a curve through
 * the points has the same shape in every window. The points are not changed.
 */
export function linePartsInBox(xy: Points, start: number, end: number, box: Box): LinePart[] {
  const parts: LinePart[] = []
  let last: LinePart | undefined
  let length = 0
  const lengths: number[] = [0]
  for (let i = start + 2; i < end; i += 2) {
    const [ax, ay, bx, by] = [at(xy, i - 2), at(xy, i - 1), at(xy, i), at(xy, i + 1)]
    length += Math.hypot(bx - ax, by - ay)
    lengths.push(length)
    if (Math.max(ax, bx) < box[0] || Math.min(ax, bx) > box[2] || Math.max(ay, by) < box[1] || Math.min(ay, by) > box[3]) continue
    const partStart = Math.max(start, i - 6)
    const partEnd = Math.min(end, i + 6)
    if (last && partStart <= last.end) {
      last.end = partEnd
    } else {
      last = { start: partStart, end: partEnd, offset: lengths[(partStart - start) / 2] ?? 0 }
      parts.push(last)
    }
  }
  return parts
}
