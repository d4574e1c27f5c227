// Cuts shapes into tiles.

import { clipLineToRange, clipRingToRange } from '../src/basemap/clip.ts'

/** Returns the extent of points [x, y]: [minX, minY, maxX, maxY]. */
function extentOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < box[0]) box[0] = x
    if (y < box[1]) box[1] = y
    if (x > box[2]) box[2] = x
    if (y > box[3]) box[3] = y
  }
  return box
}

const clipRing = (ring, axis, low, high) => [clipRingToRange(ring, axis, low, high)].filter(r => r.length > 4)

/** Converts a flat array of coordinates to points relative to a tile. */
function pointsInTile(flat, x, y) {
  const points = []
  for (let i = 0; i < flat.length; i += 2) points.push([flat[i] - x, flat[i + 1] - y])
  return points
}

/**
 * Cuts shapes into the tiles of a grid of 2^g × 2^g over the unit square. Every tile also gets what is within `buffer` tiles
 * around it, and shapes that cross the antimeridian continue in the tiles of the other side.
 * @param {Array<{points: number[][], tag?: any}>} shapes in the unit square of Web Mercator
 * @param {number} g
 * @param {number} buffer
 * @param {boolean} rings whether the shapes are rings or lines
 * @param {(x: number, y: number, points: number[][], tag: any) => void} emit points in tiles, 0 to 1 in each
 */
export function slice(shapes, g, buffer, rings, emit) {
  const n = 2 ** g
  const clip = rings ? clipRing : clipLineToRange
  for (const { points, tag } of shapes) {
    const [minX, minY, maxX, maxY] = extentOf(points)
    for (const shift of [0, -1, 1]) {
      if ((minX + shift) * n > n + buffer || (maxX + shift) * n < -buffer) continue
      const flat = points.flatMap(([x, y]) => [(x + shift) * n, y * n])
      const x0 = Math.max(0, Math.floor((minX + shift) * n - buffer))
      const x1 = Math.min(n - 1, Math.floor((maxX + shift) * n + buffer))
      const y0 = Math.max(0, Math.floor(minY * n - buffer))
      const y1 = Math.min(n - 1, Math.floor(maxY * n + buffer))
      for (let x = x0; x <= x1; x++) {
        for (const column of clip(flat, 0, x - buffer, x + 1 + buffer)) {
          for (let y = y0; y <= y1; y++) {
            for (const part of clip(column, 1, y - buffer, y + 1 + buffer)) emit(x, y, pointsInTile(part, x, y), tag)
          }
        }
      }
    }
  }
}
