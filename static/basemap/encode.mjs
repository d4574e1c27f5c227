// Encodes lines of integer points as a string: for each line the number of points, then each point as the difference from the previous
// one (the first from the last point of the previous line). Numbers are zigzag-encoded in base-32 digits, least significant first, with
// bit 6 set on all but the last digit. decodeLines in src/basemap/tiledata.ts is the inverse.

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * Encodes lines.
 * @param {Array<Array<[number, number]>>} lines
 * @returns {string}
 */
export function encodeLines(lines) {
  let out = ''
  let px = 0
  let py = 0
  const write = n => {
    while (n > 31) {
      out += digits[32 | (n & 31)]
      n >>>= 5
    }
    out += digits[n]
  }
  for (const line of lines) {
    write(line.length)
    for (const [x, y] of line) {
      const dx = x - px
      const dy = y - py
      write(dx < 0 ? -2 * dx - 1 : 2 * dx)
      write(dy < 0 ? -2 * dy - 1 : 2 * dy)
      px = x
      py = y
    }
  }
  return out
}

/** Rounds the points of a line to integers and drops consecutive duplicates. */
export function snap(line) {
  const out = []
  for (const [x, y] of line) {
    const p = [Math.round(x), Math.round(y)]
    const q = out[out.length - 1]
    if (!q || p[0] !== q[0] || p[1] !== q[1]) out.push(p)
  }
  return out
}
