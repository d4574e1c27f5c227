// Which labels are shown, and where, so that none lies on another.

/** A label that wants a place. Positions and sizes are in pixels of the map. */
export interface Wish<T> {
  item: T
  /** The point that it names. */
  x: number
  y: number
  width: number
  height: number
  /** Room around the label, in pixels. */
  padding: number
  /** Half the size of the dot at the point, or 0 for a label that stands on its point. */
  dot: number
  /** Where it may stand, best first. */
  sides: Side[]
}

/** Where a label stands, seen from its point; "on" is centred on the point. */
export type Side = 'on' | 'right' | 'left' | 'above' | 'below'

/** A rectangle: least x, least y, most x, most y. */
export type Rect = [number, number, number, number]

/** A label that got a place: the middle of its text. */
export interface Placed<T> {
  item: T
  x: number
  y: number
  side: Side
  /** Whether its dot is drawn. */
  dotted: boolean
}

/** Rectangles by the cell they lie in, to find overlaps quickly. */
export class Taken {
  private readonly cells = new Map<string, Rect[]>()
  private readonly cell = 64

  /** Whether any rectangle overlaps this one. */
  overlaps(r: Rect): boolean {
    return this.each(r, other => other[0] < r[2] && other[2] > r[0] && other[1] < r[3] && other[3] > r[1])
  }

  add(r: Rect): void {
    this.each(r, undefined, r)
  }

  private each(r: Rect, test: ((other: Rect) => boolean) | undefined, add?: Rect): boolean {
    const c = this.cell
    for (let x = Math.floor(r[0] / c); x <= Math.floor(r[2] / c); x++) {
      for (let y = Math.floor(r[1] / c); y <= Math.floor(r[3] / c); y++) {
        const key = `${x} ${y}`
        const list = this.cells.get(key)
        if (add) {
          if (list) list.push(add)
          else this.cells.set(key, [add])
        } else if (test && list?.some(test)) return true
      }
    }
    return false
  }
}

/** Two sets of rectangles as one; what is added goes to the first. */
export class Both {
  constructor(
    private readonly first: Taken,
    private readonly second: Taken,
  ) {}

  overlaps(r: Rect): boolean {
    return this.first.overlaps(r) || this.second.overlaps(r)
  }

  add(r: Rect): void {
    this.first.add(r)
  }
}

/** Where the text of a wish lies when it stands on a side, that far from its point. */
export function rectOf(wish: Wish<unknown>, side: Side, gap = wish.dot + 3): Rect {
  const w = wish.width
  const h = wish.height
  let x = wish.x
  let y = wish.y
  if (side === 'right') x += gap + w / 2
  if (side === 'left') x -= gap + w / 2
  if (side === 'above') y -= gap + h / 2 - 1
  if (side === 'below') y += gap + h / 2 - 1
  return [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
}

/**
 * Gives the wishes their places in order: each gets the first of its sides where it
 * overlaps nothing taken and no pin, or none. Where a pin stands on its point, it
 * gets no dot and keeps the pin's distance.
 */
export function place<T>(wishes: Wish<T>[], taken: Taken, pins: Taken, pinSize: number): Placed<T>[] {
  const placed: Placed<T>[] = []
  for (const wish of wishes) {
    const { padding: p, dot } = wish
    const point: Rect = [wish.x - dot, wish.y - dot, wish.x + dot, wish.y + dot]
    if (dot > 0 && taken.overlaps(point)) continue
    const pinned = dot > 0 && pins.overlaps(point)
    for (const side of wish.sides) {
      const r = pinned ? rectOf(wish, side, pinSize + 2) : rectOf(wish, side)
      if (taken.overlaps([r[0] - p, r[1] - p, r[2] + p, r[3] + p]) || pins.overlaps(r)) continue
      taken.add(r)
      if (dot > 0) taken.add(point)
      placed.push({ item: wish.item, x: (r[0] + r[2]) / 2, y: (r[1] + r[3]) / 2, side, dotted: dot > 0 && !pinned })
      break
    }
  }
  return placed
}
