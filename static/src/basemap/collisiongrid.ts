// A spatial hash of boxes, for finding overlaps of labels and pins.

import type { Box } from './clip.ts'

/** Tests boxes for overlap with others. */
export interface CollisionIndex {
  overlaps(box: Box): boolean
  add(box: Box): void
}

/** Boxes indexed by the cells of a square grid. Coordinates are pixels. */
export class CollisionGrid implements CollisionIndex {
  private readonly cells = new Map<string, Box[]>()
  private readonly cellSize = 64

  /** Reports whether any box in the grid overlaps this one. Boxes that only touch do not overlap. */
  overlaps(box: Box): boolean {
    for (const key of this.keys(box)) {
      if (this.cells.get(key)?.some(other => other[0] < box[2] && other[2] > box[0] && other[1] < box[3] && other[3] > box[1])) return true
    }
    return false
  }

  add(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key)
      if (cell) cell.push(box)
      else this.cells.set(key, [box])
    }
  }

  private *keys(box: Box): Generator<string> {
    const size = this.cellSize
    for (let x = Math.floor(box[0] / size); x <= Math.floor(box[2] / size); x++) {
      for (let y = Math.floor(box[1] / size); y <= Math.floor(box[3] / size); y++) yield `${x} ${y}`
    }
  }
}

/** Combines two indexes: overlaps are searched in both, additions go to the first. */
export function combine(first: CollisionIndex, second: CollisionIndex): CollisionIndex {
  return {
    overlaps: box => first.overlaps(box) || second.overlaps(box),
    add: box => first.add(box),
  }
}
