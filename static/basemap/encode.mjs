// Lines of integer points as one string: for each line its count of points, then
// each point as its difference from the point before (the first from the last
// point of the line before), zigzag, in digits of five bits, least first, with
// the sixth bit set on all but the last digit. src/basemap/decode.ts reads it.

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** @param {Array<Array<[number, number]>>} lines @returns {string} */
export function encodeLines(lines) {
  let out = ''
  let px = 0
  let py = 0
  const put = (n) => {
    while (n > 31) {
      out += digits[32 | (n & 31)]
      n >>>= 5
    }
    out += digits[n]
  }
  for (const line of lines) {
    put(line.length)
    for (const [x, y] of line) {
      const dx = x - px
      const dy = y - py
      put(dx < 0 ? -2 * dx - 1 : 2 * dx)
      put(dy < 0 ? -2 * dy - 1 : 2 * dy)
      px = x
      py = y
    }
  }
  return out
}

/** Rounds a line to integers and drops points that then repeat the one before. */
export function snap(line) {
  const out = []
  for (const [x, y] of line) {
    const p = [Math.round(x), Math.round(y)]
    const q = out[out.length - 1]
    if (!q || p[0] !== q[0] || p[1] !== q[1]) out.push(p)
  }
  return out
}
