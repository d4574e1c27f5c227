// Sizes of symbols, clusters and positions of labels: arithmetic on the screen, without a map.

import type { Box } from '../basemap/clip.ts'
import { CollisionGrid } from '../basemap/collisiongrid.ts'

/** The radii of symbols in pixels. */
export const minRadius = 4
export const maxRadius = 16

/**
 * Returns the radius of a symbol: its area is proportional to its number of mentions, and that of the largest is maxRadius, or less
 * if it has few. symbolRadius in server/view/staticmap.go is the same.
 */
export function symbolRadius(mentions: number, largest: number): number {
  const top = Math.min(maxRadius, minRadius + 2 * Math.sqrt(Math.max(largest, 1)))
  return Math.max(minRadius, top * Math.sqrt(mentions / Math.max(largest, 1)))
}

/** Returns up to three round numbers of mentions for the key, from 1 to the largest. */
export function keySizes(largest: number): number[] {
  const steps: number[] = []
  for (let unit = 1; unit <= largest; unit *= 10) for (const n of [unit, 2 * unit, 5 * unit]) if (n <= largest) steps.push(n)
  if (steps.length <= 3) return steps
  return [steps[0] as number, steps[Math.floor(steps.length / 2)] as number, steps[steps.length - 1] as number]
}

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

/** The least number of symbols in one spot that become a cluster. */
export const clusterSize = 5
/** A spot reaches this many pixels beyond the circle of its first symbol. */
const spotMargin = 6

/**
 * Groups symbols, which are in the order of their importance. Each group has the index of a symbol first, then those of the symbols
 * that are clustered with it: at least five whose centers are in one spot. All others are groups of their own.
 */
export function groupSymbols(circles: Circle[]): number[][] {
  const cell = maxRadius + spotMargin
  const cells = new Map<string, number[]>()
  circles.forEach(({ x, y }, i) => {
    const key = `${Math.floor(x / cell)} ${Math.floor(y / cell)}`
    const found = cells.get(key)
    if (found) found.push(i)
    else cells.set(key, [i])
  })
  const taken = new Array<boolean>(circles.length).fill(false)
  const groups: number[][] = []
  circles.forEach((c, i) => {
    if (taken[i]) return
    taken[i] = true
    const [cx, cy] = [Math.floor(c.x / cell), Math.floor(c.y / cell)]
    const group = [i]
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const k of cells.get(`${cx + dx} ${cy + dy}`) ?? []) {
          const other = circles[k] as Circle
          if (!taken[k] && Math.hypot(other.x - c.x, other.y - c.y) <= c.r + spotMargin) group.push(k)
        }
      }
    }
    if (group.length < clusterSize) {
      groups.push([i])
      return
    }
    for (const k of group) taken[k] = true
    groups.push(group.sort((a, b) => a - b))
  })
  return groups
}

/** A label to place beside its symbol. */
export interface SymbolLabel {
  circle: Circle
  name: string
  width: number
  height: number
}

/** A placed label: its box, and the end of its leader line if it is not next to its symbol. */
export interface PlacedSymbolLabel {
  box: Box
  leader?: [x: number, y: number] | undefined
}

/** The distance within which no name is repeated, in pixels. */
const repeatDistance = 60
/** How far a label with a leader line is from its symbol, in pixels. */
const leaderLength = 16

/**
 * Places labels in order, next to their symbols or with a leader line, where they overlap neither a symbol nor another label.
 * Returns undefined for a label without room, and for a name that is repeated nearby. A symbol in the view gets no label that the
 * edge of the view would cut.
 */
export function placeSymbolLabels(labels: SymbolLabel[], occupied: CollisionGrid, view?: Box): (PlacedSymbolLabel | undefined)[] {
  const names = new Map<string, Circle[]>()
  return labels.map(label => {
    const { circle, name } = label
    const same = names.get(name) ?? []
    if (same.some(c => Math.hypot(c.x - circle.x, c.y - circle.y) < repeatDistance)) return undefined
    const inView = view && circle.x > view[0] && circle.x < view[2] && circle.y > view[1] && circle.y < view[3]
    for (const candidate of candidatesOf(label)) {
      const { box } = candidate
      if (inView && (box[0] < view[0] || box[2] > view[2] || box[1] < view[1] || box[3] > view[3])) continue
      if (occupied.overlaps(box)) continue
      occupied.add(box)
      names.set(name, [...same, circle])
      return candidate
    }
    return undefined
  })
}

function candidatesOf({ circle: { x, y, r }, width: w, height: h }: SymbolLabel): PlacedSymbolLabel[] {
  const at = (left: number, top: number): Box => [left, top, left + w, top + h]
  const near = r + 3
  const d = (r + leaderLength) * Math.SQRT1_2
  const corner = (sx: number, sy: number): PlacedSymbolLabel => {
    const [ex, ey] = [x + sx * d, y + sy * d]
    return { box: at(sx > 0 ? ex + 2 : ex - 2 - w, ey - h / 2), leader: [ex, ey] }
  }
  return [
    { box: at(x + near, y - h / 2) },
    { box: at(x - near - w, y - h / 2) },
    { box: at(x - w / 2, y - r - 1 - h) },
    { box: at(x - w / 2, y + r + 1) },
    corner(1, -1),
    corner(1, 1),
    corner(-1, -1),
    corner(-1, 1),
  ]
}

/** Returns a grid with the boxes of circles. */
export function gridOf(circles: Circle[]): CollisionGrid {
  const grid = new CollisionGrid()
  for (const c of circles) grid.add(boxAround(c))
  return grid
}
