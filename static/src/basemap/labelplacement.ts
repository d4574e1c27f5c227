// Greedy label placement: decides which labels are drawn, and on which side of their points.

import type { Box } from './clip.ts'
import type { CollisionGrid } from './collisiongrid.ts'

/** A label to place. Positions and sizes are in pixels of the map. */
export interface LabelRequest<T> {
  item: T
  /** The labeled point. */
  x: number
  y: number
  width: number
  height: number
  /** Free space around the label, in pixels. */
  padding: number
  /** Radius of the dot at the point, 0 for a label centered on its point. */
  dot: number
  /** Allowed sides, best first. */
  sides: Side[]
}

/** The side of the point on which a label is drawn; "on" is centered on the point. */
export type Side = 'on' | 'right' | 'left' | 'above' | 'below'

/** A placed label with the center of its text. */
export interface PlacedLabel<T> {
  item: T
  x: number
  y: number
  side: Side
  /** Whether its dot is drawn. */
  dotted: boolean
}

/** Returns the box of a label on a side of its point, `gap` pixels away from it. */
export function labelBox(request: Pick<LabelRequest<unknown>, 'x' | 'y' | 'width' | 'height'>, side: Side, gap: number): Box {
  const { width, height } = request
  let { x, y } = request
  if (side === 'right') x += gap + width / 2
  if (side === 'left') x -= gap + width / 2
  if (side === 'above') y -= gap + height / 2 - 1
  if (side === 'below') y += gap + height / 2 - 1
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]
}

/**
 * Places labels in order. Each gets the first of its sides that overlaps neither an occupied box nor one to avoid; without one it
 * is left out. So is a label whose point is under a symbol: beside it, it would read as the name of the symbol.
 */
export function placeLabels<T>(requests: LabelRequest<T>[], occupied: CollisionGrid, avoided: CollisionGrid): PlacedLabel<T>[] {
  const placed: PlacedLabel<T>[] = []
  for (const request of requests) {
    const { padding, dot } = request
    const point: Box = [request.x - dot, request.y - dot, request.x + dot, request.y + dot]
    if (dot > 0 && (occupied.overlaps(point) || avoided.overlaps(point))) continue
    const gap = dot + 3
    for (const side of request.sides) {
      const box = labelBox(request, side, gap)
      const padded: Box = [box[0] - padding, box[1] - padding, box[2] + padding, box[3] + padding]
      if (occupied.overlaps(padded) || avoided.overlaps(box)) continue
      occupied.add(box)
      if (dot > 0) occupied.add(point)
      placed.push({ item: request.item, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, side, dotted: dot > 0 })
      break
    }
  }
  return placed
}
