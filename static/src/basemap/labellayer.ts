// The Leaflet layer that writes names: one canvas over the view, written anew when the view has changed.

import L from 'leaflet'

import { runsInBox, type Box } from './clip.ts'
import { Both, place, Taken, type Rect, type Wish } from './collide.ts'
import { cityLabels, leastPopulation, lookOf, tileLabels, worldLabels, type Label, type LabelRow, type Look } from './labels.ts'
import type { Palette } from './palette.ts'
import { nameSides, spotsAlong, type Size, type Spot } from './sides.ts'
import { fetchJSON, type Found, type Source } from './source.ts'

/** Names beyond the view's sides, in parts of the view, so that a drag does not bare them. */
const margin = 0.25
/** From this zoom on borders say which countries they part, and from the second also where those are named in view. */
const sidesFrom = 7.5
const sidesAlways = 9
/** Half the size of a pin in pixels. */
const pinSize = 9
/** The most canvas pixels that are asked for; some browsers refuse more. */
const mostPixels = 12e6

/** How the layer is made. */
export interface LabelOptions {
  palette: Palette
  /** Where settlements come from: an address with {z}, {x} and {y}, or the rows themselves. */
  cities?: string | LabelRow[] | undefined
  font: string
  pane: string
  /** Points that names keep away from: the pins. */
  avoid?: (() => L.LatLngExpression[]) | undefined
  /** Whether a settlement's name stands on the map already. */
  named?: ((name: string, lat: number, lon: number) => boolean) | undefined
}

interface Ready {
  label: Label
  look: Look
  lines: string[]
}

/** Writes the names of seas, countries, areas, lakes and settlements without overlap. */
export class LabelLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas')
  private readonly settings: LabelOptions
  private source: Source | undefined
  private readonly rows = new Map<string, LabelRow[] | undefined>()
  private topLeft = L.point(0, 0)
  private zoom = 0
  private centre = L.latLng(0, 0)
  private waiting = 0

  constructor(settings: LabelOptions) {
    super({ pane: settings.pane })
    this.settings = settings
    this.canvas.className = 'basemap-labels leaflet-zoom-animated'
    this.canvas.setAttribute('aria-hidden', 'true')
    this.canvas.style.pointerEvents = 'none'
  }

  /** Takes the data once it is there. */
  setSource(source: Source): void {
    this.source = source
    this.soon()
  }

  /** Changes the colours. */
  setPalette(palette: Palette): void {
    this.settings.palette = palette
    this.soon()
  }

  /** Writes all names again soon: when the pins have changed, or detail has come. */
  soon(): void {
    if (this.waiting || !this._map) return
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0
      this.write()
    })
  }

  override onAdd(): this {
    this.getPane()?.appendChild(this.canvas)
    this.write()
    return this
  }

  override onRemove(): this {
    cancelAnimationFrame(this.waiting)
    this.waiting = 0
    this.canvas.remove()
    return this
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    const events: { [name: string]: L.LeafletEventHandlerFn } = {
      moveend: () => this.write(),
      resize: () => this.write(),
      viewreset: () => this.write(),
      zoom: () => this.scaleTo(this._map.getCenter(), this._map.getZoom()),
      zoomanim: e => {
        const { center, zoom } = e as L.ZoomAnimEvent
        this.scaleTo(center, zoom)
      },
    }
    return events
  }

  /** Moves the written canvas along while the map zooms. */
  private scaleTo(center: L.LatLng, zoom: number): void {
    const map = this._map
    const scale = map.getZoomScale(zoom, this.zoom)
    const half = map.getSize().divideBy(2)
    const size = L.point(this.canvas.clientWidth, this.canvas.clientHeight)
    const middle = map.project(this.centre, zoom).subtract(map.project(center, zoom))
    const offset = size.divideBy(2).multiplyBy(scale)
    // In pixels of the pane, which itself is moved by drags.
    const pane = L.DomUtil.getPosition(map.getPane('mapPane') as HTMLElement) ?? L.point(0, 0)
    L.DomUtil.setTransform(this.canvas, half.add(middle).subtract(offset).subtract(pane), scale)
  }

  private write(): void {
    const map = this._map
    const view = map.getSize()
    const pad = view.multiplyBy(margin).round()
    const size = view.add(pad).add(pad)
    const zoom = map.getZoom()
    this.zoom = zoom
    this.centre = map.getCenter()
    this.topLeft = map.containerPointToLayerPoint([0, 0]).subtract(pad)
    const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(mostPixels / Math.max(1, size.x * size.y)))
    const { canvas } = this
    canvas.width = Math.round(size.x * ratio)
    canvas.height = Math.round(size.y * ratio)
    canvas.style.width = `${size.x}px`
    canvas.style.height = `${size.y}px`
    L.DomUtil.setPosition(canvas, this.topLeft)
    const pen = canvas.getContext('2d')
    if (!pen || !this.source) return
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)

    const taken = new Taken()
    const pins = this.pins()
    const from = map.layerPointToLatLng(this.topLeft)
    const to = map.layerPointToLatLng(this.topLeft.add(size))
    const inView = [from.lng, to.lat, to.lng, from.lat] as const
    const areas = this.areaLabels(inView, zoom)
    const cities = cityLabels(this.cityRows(inView, zoom), zoom).filter(c => !this.settings.named?.(c.text, c.lat, c.lon))
    // Where a city and its country are one, one name will do.
    const capitals = new Set(cities.filter(c => c.kind === 'capital').map(c => c.text))
    const world = worldLabels(this.source.world, zoom).filter(l => l.kind !== 'country' || !capitals.has(l.text))
    const least = leastPopulation(zoom)
    // Large cities before the names of areas, small ones after them, and the smallest only where it is empty.
    const groups = [
      { labels: world, padding: 0 },
      { labels: cities.filter(c => c.kind === 'capital' || c.population >= least), padding: 0 },
      { labels: areas, padding: 0 },
      { labels: cities.filter(c => c.kind !== 'capital' && c.population < least), padding: 34 },
    ]
    const named = new Set<string>()
    groups.forEach(({ labels, padding }, i) => {
      if (i === 2) this.writeSides(pen, inView, [pad.x, pad.y, size.x - pad.x, size.y - pad.y], zoom, named, taken, pins)
      const sorted = [...labels].sort((a, b) => a.order - b.order || (a.text < b.text ? -1 : 1))
      const wishes = sorted.flatMap(label => this.wishes(pen, label, inView, size, padding))
      for (const { item, x, y, dotted } of place(wishes, taken, pins, pinSize)) {
        this.draw(pen, item, x, y, dotted)
        const seen = x > pad.x && x < size.x - pad.x && y > pad.y && y < size.y - pad.y
        if (item.label.kind === 'country' && seen) named.add(item.label.text)
      }
    })
  }

  /** Writes the names of countries along the borders in view, where the countries' own names are out of sight. */
  private writeSides(pen: CanvasRenderingContext2D, inView: readonly [number, number, number, number], box: Rect, zoom: number, named: Set<string>, taken: Taken, pins: Taken): void {
    const { source } = this
    if (!source || zoom < sidesFrom) return
    const look = lookOf({ kind: 'side', lon: 0, lat: 0, text: '', order: 0, population: 0 }, zoom, this.settings.palette, this.settings.font)
    pen.font = look.font
    setSpacing(pen, look.spacing)
    const measure = (name: string): Size => ({ width: pen.measureText(name.toUpperCase()).width, height: look.line })
    const busy = new Both(taken, pins)
    const spots = new Map<string, Spot[]>()
    for (const { best, shift } of this.tilesInView(inView, zoom)) {
      const n = 256 * 2 ** (zoom - best.grid)
      const origin = this._map.getPixelOrigin().add(this.topLeft)
      const dx = (best.x + shift * 2 ** best.grid) * n - origin.x
      const dy = best.y * n - origin.y
      const scale = n / source.extent
      const window: Box = [(box[0] - dx) / scale, (box[1] - dy) / scale, (box[2] - dx) / scale, (box[3] - dy) / scale]
      for (const { left, right, lines } of [...best.tile.border, ...best.tile.disputed]) {
        if (!left || !right || (zoom < sidesAlways && named.has(left) && named.has(right))) continue
        const names = [left, right].sort().join('|')
        const found = spots.get(names) ?? []
        spots.set(names, found)
        for (let i = 0; i + 1 < lines.starts.length; i++) {
          for (const run of runsInBox(lines.xy, lines.starts[i] as number, lines.starts[i + 1] as number, window)) {
            const xy = Array.from(lines.xy.subarray(run.from, run.to), (v, k) => v * scale + (k % 2 === 0 ? dx : dy))
            found.push(...spotsAlong(xy, left, right))
          }
        }
      }
    }
    for (const names of [...spots.keys()].sort()) {
      for (const { name, x, y } of nameSides(spots.get(names) ?? [], measure, box, busy, zoom < sidesAlways ? 1 : 2)) {
        this.draw(pen, { label: { kind: 'side', lon: 0, lat: 0, text: name, order: 0, population: 0 }, look, lines: [name.toUpperCase()], px: x, py: y }, x, y, false)
      }
    }
  }

  /** The label in every copy of the world that is in view. */
  private wishes(pen: CanvasRenderingContext2D, label: Label, inView: readonly number[], size: L.Point, padding: number): Wish<Ready & { px: number; py: number }>[] {
    const [west, , east] = inView as [number, number, number, number]
    const points: L.Point[] = []
    for (let lon = label.lon + 360 * Math.ceil((west - label.lon) / 360 - 0.02); lon <= east + 7; lon += 360) {
      const at = this._map.latLngToLayerPoint([label.lat, lon]).subtract(this.topLeft)
      if (at.y > -20 && at.y < size.y + 20 && at.x > -200 && at.x < size.x + 200) points.push(at)
    }
    if (points.length === 0) return []
    const look = lookOf(label, this.zoom, this.settings.palette, this.settings.font)
    const text = look.upper ? label.text.toUpperCase() : label.text
    const lines = label.kind === 'country' && text.length > 11 ? inTwo(text) : text.split('\n')
    pen.font = look.font
    setSpacing(pen, look.spacing)
    const width = Math.max(...lines.map(line => pen.measureText(line).width))
    return points.map(({ x, y }) => ({
      item: { label, look, lines, px: x, py: y }, x, y, width, height: look.line * lines.length,
      padding: look.padding + padding, dot: look.dot, sides: look.sides,
    }))
  }

  private draw(pen: CanvasRenderingContext2D, { look, lines, label, px, py }: Ready & { px: number; py: number }, x: number, y: number, dotted: boolean): void {
    pen.font = look.font
    setSpacing(pen, look.spacing)
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
    pen.lineJoin = 'round'
    if (dotted) dot(pen, px, py, look.dot, label.kind === 'capital', this.settings.palette)
    lines.forEach((line, i) => {
      // Spacing also follows the last letter: half of it back brings the word to the middle.
      const lx = x + look.spacing / 2
      const ly = y + (i - (lines.length - 1) / 2) * look.line + 0.5
      pen.strokeStyle = look.halo
      pen.lineWidth = 3
      pen.strokeText(line, lx, ly)
      pen.fillStyle = look.colour
      pen.fillText(line, lx, ly)
    })
  }

  private pins(): Taken {
    const pins = new Taken()
    for (const at of this.settings.avoid?.() ?? []) {
      const { x, y } = this._map.latLngToLayerPoint(at).subtract(this.topLeft)
      pins.add([x - pinSize, y - pinSize, x + pinSize, y + pinSize])
    }
    return pins
  }

  private areaLabels(inView: readonly [number, number, number, number], zoom: number): Label[] {
    const { source } = this
    if (!source || zoom < 5) return []
    const seen = new Set<unknown>()
    return this.tilesInView(inView, zoom).flatMap(({ best }) => {
      if (seen.has(best.tile)) return []
      seen.add(best.tile)
      return tileLabels(best.tile, zoom, (ux, uy) => lonLat(best, ux / source.extent, uy / source.extent))
    })
  }

  /** The tiles of data at hand in view, each once for every copy of the world; shift counts the copies eastward. */
  private tilesInView([west, south, east, north]: readonly [number, number, number, number], zoom: number): { best: Found; shift: number }[] {
    // The zoom of the map tiles that are drawn, so that their data is at hand.
    const z = Math.round(zoom)
    const n = 2 ** z
    const found = new Map<string, { best: Found; shift: number }>()
    for (let x = Math.floor(((west + 180) / 360) * n); x <= Math.floor(((east + 180) / 360) * n); x++) {
      for (let y = Math.max(0, Math.floor(rowOf(north, n))); y <= Math.min(n - 1, Math.floor(rowOf(south, n))); y++) {
        const shift = Math.floor(x / n)
        const best = this.source?.find(z, x - shift * n, y).best
        if (best) found.set(`${shift} ${best.grid}/${best.x}/${best.y}`, { best, shift })
      }
    }
    return [...found.values()]
  }

  /** The settlements at hand for the view; those that are not at hand are fetched and written later. */
  private cityRows([west, south, east, north]: readonly [number, number, number, number], zoom: number): LabelRow[] {
    const { cities } = this.settings
    if (!cities || zoom < 2.5) return []
    if (typeof cities !== 'string') return cities
    const z = labelZoom(zoom)
    const n = 2 ** z
    const rows: LabelRow[] = []
    for (let x = Math.floor(((west + 180) / 360) * n); x <= Math.floor(((east + 180) / 360) * n); x++) {
      for (let y = Math.max(0, Math.floor(rowOf(north, n))); y <= Math.min(n - 1, Math.floor(rowOf(south, n))); y++) {
        rows.push(...this.fetched(cities, z, ((x % n) + n) % n, y))
      }
    }
    return [...new Set(rows)]
  }

  private fetched(template: string, z: number, x: number, y: number): LabelRow[] {
    const url = template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    if (this.rows.has(url)) return this.rows.get(url) ?? []
    this.rows.set(url, undefined)
    fetchJSON<LabelRow[]>(url).then(
      rows => {
        this.rows.set(url, rows)
        this.soon()
      },
      () => this.rows.delete(url),
    )
    return []
  }
}

/** The zoom of the label tiles that serve a zoom of the map: tiles of about 512 pixels. */
export function labelZoom(zoom: number): number {
  return Math.max(0, Math.min(12, Math.floor(zoom) - 1))
}

function rowOf(lat: number, n: number): number {
  const s = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180)
  return (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * n
}

function lonLat(tile: { grid: number; x: number; y: number }, x: number, y: number): [number, number] {
  const n = 2 ** tile.grid
  return [((tile.x + x) / n) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * (tile.y + y)) / n))) * 180) / Math.PI]
}

/** Breaks a long name into two lines at the space nearest its middle. */
function inTwo(text: string): string[] {
  let best = -1
  for (let i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
    if (best < 0 || Math.abs(i - text.length / 2) < Math.abs(best - text.length / 2)) best = i
  }
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)]
}

function setSpacing(pen: CanvasRenderingContext2D, pixels: number): void {
  if ('letterSpacing' in pen) pen.letterSpacing = `${pixels}px`
}

function dot(pen: CanvasRenderingContext2D, x: number, y: number, r: number, capital: boolean, palette: Palette): void {
  pen.beginPath()
  pen.arc(x, y, r, 0, 2 * Math.PI)
  pen.fillStyle = capital ? palette.land : palette.cityDot
  pen.strokeStyle = capital ? palette.cityDot : palette.halo
  pen.lineWidth = capital ? 1.2 : 1
  if (capital) pen.fill()
  pen.stroke()
  if (!capital) pen.fill()
  if (capital) {
    pen.beginPath()
    pen.arc(x, y, r * 0.45, 0, 2 * Math.PI)
    pen.fillStyle = palette.cityDot
    pen.fill()
  }
}
