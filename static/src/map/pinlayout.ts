// Sizes of pins and positions of their labels: arithmetic on the screen, without a map.

import type { Box } from '../basemap/clip.ts'
import type { CollisionGrid } from '../basemap/collisiongrid.ts'

/** A circle on the screen, in pixels. */
export interface Circle {
  x: number
  y: number
  r: number
}

/** Returns the box around a circle, `gap` pixels wider on each side. */
export function boxAround(c: Circle, gap = 0): Box {
  const r = c.r + gap
  return [c.x - r, c.y - r, c.x + r, c.y + r]
}

/** Returns the radius of a pin in pixels by its number of mentions: 6 to 14, growing with the logarithm. */
export function pinRadius(mentions: number): number {
  return Math.min(6 + 1.6 * Math.log2(Math.max(mentions, 1)), 14)
}

/** The smallest radius of a pin's touch target: targets are at least 24 pixels wide and never overlap. */
export const minTargetRadius = 12

/** The side of a pin on which its label is drawn. */
export type LabelSide = 'right' | 'left' | 'above' | 'below'

/** Finds the side of a pin with room for its label and adds the label to the grid; undefined if no side is free. */
export function placePinLabel(grid: CollisionGrid, pin: Circle, width: number, height: number): { side: LabelSide; box: Box } | undefined {
  const out = pin.r + 4
  const at = (left: number, top: number): Box => [left, top, left + width, top + height]
  const sides: [LabelSide, Box][] = [
    ['right', at(pin.x + out, pin.y - height / 2)],
    ['left', at(pin.x - out - width, pin.y - height / 2)],
    ['above', at(pin.x - width / 2, pin.y - pin.r - 1 - height)],
    ['below', at(pin.x - width / 2, pin.y + pin.r + 1)],
  ]
  for (const [side, box] of sides) {
    if (grid.overlaps(box)) continue
    grid.add(box)
    return { side, box }
  }
  return undefined
}
