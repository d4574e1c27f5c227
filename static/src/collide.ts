// Which pins have room: pure arithmetic on the screen, so that it can be tested without a map.

/** A disc or a box on the screen, in pixels. */
export interface Disc {
  x: number
  y: number
  r: number
}

export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Discs and boxes that are taken, found by the cell of a grid. */
export class Screen {
  private readonly cells = new Map<number, Box[]>()
  private readonly size = 64

  /** Whether a box lies over none that was taken. */
  free(box: Box): boolean {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom) return false
      }
    }
    return true
  }

  take(box: Box): void {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key)
      if (cell) cell.push(box)
      else this.cells.set(key, [box])
    }
  }

  private *keys(box: Box): Generator<number> {
    for (let x = Math.floor(box.left / this.size); x <= Math.floor(box.right / this.size); x++) {
      for (let y = Math.floor(box.top / this.size); y <= Math.floor(box.bottom / this.size); y++) yield (x + 4096) * 16384 + y + 4096
    }
  }
}

export function around(d: Disc, gap = 0): Box {
  return { left: d.x - d.r - gap, top: d.y - d.r - gap, right: d.x + d.r + gap, bottom: d.y + d.r + gap }
}

/** The radius of a pin by its number of mentions: modest, so that size never drowns place. */
export function radius(mentions: number): number {
  return Math.min(6 + 1.6 * Math.log2(Math.max(mentions, 1)), 14)
}

/** The least radius of what a finger or a pointer can hit: targets are 24 pixels wide and never overlap. */
export const leastTarget = 12

/** Where a pin's label stands. */
export type Side = 'right' | 'left' | 'above' | 'below'

/** The side of a pin on which its label has room, or undefined. The label is taken. */
export function placeLabel(screen: Screen, pin: Disc, width: number, height: number): { side: Side; box: Box } | undefined {
  const gap = 4
  const out = pin.r + gap
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height })
  const sides: [Side, Box][] = [
    ['right', at(pin.x + out, pin.y - height / 2)],
    ['left', at(pin.x - out - width, pin.y - height / 2)],
    ['above', at(pin.x - width / 2, pin.y - pin.r - 1 - height)],
    ['below', at(pin.x - width / 2, pin.y + pin.r + 1)],
  ]
  for (const [side, box] of sides) {
    if (!screen.free(box)) continue
    screen.take(box)
    return { side, box }
  }
  return undefined
}
