// Clipping of rings and lines to an axis-parallel box, on points [x, y].

/** One pass of Sutherland and Hodgman's clip: keeps the side of axis k where inside(v). */
function clipEdge(ring, k, limit, keepLess) {
  const out = []
  const inside = (p) => (keepLess ? p[k] <= limit : p[k] >= limit)
  for (let i = 0; i < ring.length; i++) {
    const a = ring[(i + ring.length - 1) % ring.length]
    const b = ring[i]
    const ina = inside(a)
    const inb = inside(b)
    if (ina !== inb) {
      const t = (limit - a[k]) / (b[k] - a[k])
      const p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
      p[k] = limit
      out.push(p)
    }
    if (inb) out.push(b)
  }
  return out
}

/** The part of a ring (open: the last point not repeated) between lo and hi on axis k. */
export function clipRingAxis(ring, k, lo, hi) {
  const less = clipEdge(ring, k, hi, true)
  return less.length ? clipEdge(less, k, lo, false) : less
}

/** The parts of a line between lo and hi on axis k. */
export function clipLineAxis(line, k, lo, hi) {
  const out = []
  let run = []
  const cut = (a, b, limit) => {
    const t = (limit - a[k]) / (b[k] - a[k])
    const p = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
    p[k] = limit
    return p
  }
  const close = () => {
    if (run.length > 1) out.push(run)
    run = []
  }
  for (let i = 0; i < line.length; i++) {
    const b = line[i]
    const a = line[i - 1]
    const where = (p) => (p[k] < lo ? -1 : p[k] > hi ? 1 : 0)
    if (a) {
      const wa = where(a)
      const wb = where(b)
      if (wa !== wb) {
        if (wa !== 0 && (wb === 0 || wb !== wa)) run = [cut(a, b, wa < 0 ? lo : hi)]
        if (wb !== 0 && (wa === 0 || wb !== wa)) {
          run.push(cut(a, b, wb < 0 ? lo : hi))
          close()
        }
      }
    }
    if (where(b) === 0) run.push(b)
  }
  close()
  return out
}

/** The extent of points: [minX, minY, maxX, maxY]. */
function bounds(points) {
  const b = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < b[0]) b[0] = x
    if (y < b[1]) b[1] = y
    if (x > b[2]) b[2] = x
    if (y > b[3]) b[3] = y
  }
  return b
}

/**
 * Cuts shapes into the tiles of a grid of 2^g × 2^g over the unit square.
 * Every tile also gets what lies within `buffer` tiles around it, and shapes go on
 * beyond the antimeridian into the tiles of the other side.
 * @param {Array<{points: number[][], tag?: any}>} shapes in the unit square of Web Mercator
 * @param {boolean} rings whether the shapes are rings or lines
 * @param {(x: number, y: number, points: number[][], tag: any) => void} emit points in tiles, 0 to 1 in each
 */
export function slice(shapes, g, buffer, rings, emit) {
  const n = 2 ** g
  const cut = rings
    ? (s, k, lo, hi) => [clipRingAxis(s, k, lo, hi)].filter((r) => r.length > 2)
    : clipLineAxis
  for (const { points, tag } of shapes) {
    for (const shift of [0, -1, 1]) {
      const [minX, minY, maxX, maxY] = bounds(points)
      if ((minX + shift) * n > n + buffer || (maxX + shift) * n < -buffer) continue
      const moved = points.map(([x, y]) => [(x + shift) * n, y * n])
      const x0 = Math.max(0, Math.floor((minX + shift) * n - buffer))
      const x1 = Math.min(n - 1, Math.floor((maxX + shift) * n + buffer))
      const y0 = Math.max(0, Math.floor(minY * n - buffer))
      const y1 = Math.min(n - 1, Math.floor(maxY * n + buffer))
      for (let x = x0; x <= x1; x++) {
        for (const column of cut(moved, 0, x - buffer, x + 1 + buffer)) {
          for (let y = y0; y <= y1; y++) {
            for (const part of cut(column, 1, y - buffer, y + 1 + buffer)) {
              emit(x, y, part.map(([px, py]) => [px - x, py - y]), tag)
            }
          }
        }
      }
    }
  }
}
