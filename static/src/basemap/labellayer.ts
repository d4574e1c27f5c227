// The Leaflet layer of labels: one canvas over the view, redrawn when the view changes.

import * as L from 'leaflet'

import { placeBorderLabels, type Size, type Spot, spotsAlong } from './borderlabels.ts'
import { type Box, linePartsInBox } from './clip.ts'
import { CollisionGrid, combine } from './collisiongrid.ts'
import { type LabelRequest, placeLabels } from './labelplacement.ts'
import { cityLabels, type Label, type LabelRow, type LabelStyle, minPopulation, styleOf, tileLabels, worldLabels } from './labels.ts'
import type { Palette } from './palette.ts'
import { labelZoom, latToRow, tileToLonLat } from './tilemath.ts'
import { type FoundTile, fetchJSON, type TileSource } from './tilesource.ts'

/** The margin around the view that is drawn, too, for dragging, as a share of the view. */
const margin = 0.25
/** The zoom from which borders are labeled with their countries, and the zoom from which also if the countries' own labels are visible. */
const borderLabelZoom = 7.5
const alwaysBorderLabelZoom = 9
/** How far the names of settlements keep away from symbols, in pixels: one and a half lines. */
const symbolMargin = 18
/** The maximum number of canvas pixels; some browsers refuse larger canvases. */
const maxPixels = 12e6

export interface LabelOptions {
  palette: Palette
  /** Settlements: a URL template with {z}, {x} and {y}, or the rows. */
  cities?: string | LabelRow[] | undefined
  font: string
  pane: string
  obstacles?: (() => Obstacles) | undefined
  /** Reports whether a settlement or an area is a place of the map. */
  named?: ((name: string, lat: number, lon: number) => boolean) | undefined
}

/** Boxes that labels must not cover, in pixels of the map's layers. */
export interface Obstacles {
  symbols: Box[]
  labels: Box[]
}

/** A label ready for drawing; px and py are its labeled point. */
interface DrawableLabel {
  label: Label
  style: LabelStyle
  lines: string[]
  px: number
  py: number
}

/** West, south, east and north in degrees. */
type Bounds = readonly [number, number, number, number]

/** Draws the labels of seas, countries, areas, lakes and settlements without overlap. */
export class LabelLayer extends L.Layer {
  private readonly canvas = document.createElement('canvas')
  private readonly settings: LabelOptions
  private source: TileSource | undefined
  private readonly rows = new Map<string, LabelRow[] | undefined>()
  private topLeft = L.point(0, 0)
  private zoom = 0
  private center = L.latLng(0, 0)
  private pendingFrame = 0

  constructor(settings: LabelOptions) {
    super({ pane: settings.pane })
    this.settings = settings
    this.canvas.className = 'basemap-labels leaflet-zoom-animated'
    this.canvas.setAttribute('aria-hidden', 'true')
    this.canvas.style.pointerEvents = 'none'
  }

  /** Sets the data and redraws. */
  setSource(source: TileSource): void {
    this.source = source
    this.scheduleDraw()
  }

  /** Sets the colors and redraws. */
  setPalette(palette: Palette): void {
    this.settings.palette = palette
    this.scheduleDraw()
  }

  /** Redraws in the next frame, because pins or data have changed. */
  scheduleDraw(): void {
    if (this.pendingFrame || !this._map) return
    this.pendingFrame = requestAnimationFrame(() => {
      this.pendingFrame = 0
      this.draw()
    })
  }

  override onAdd(): this {
    this.getPane()?.appendChild(this.canvas)
    this.draw()
    return this
  }

  override onRemove(): this {
    cancelAnimationFrame(this.pendingFrame)
    this.pendingFrame = 0
    this.canvas.remove()
    return this
  }

  override getEvents(): { [name: string]: L.LeafletEventHandlerFn } {
    const events: { [name: string]: L.LeafletEventHandlerFn } = {
      moveend: () => this.draw(),
      resize: () => this.draw(),
      viewreset: () => this.draw(),
      zoom: () => this.scaleTo(this._map.getCenter(), this._map.getZoom()),
      zoomanim: e => {
        const { center, zoom } = e as L.ZoomAnimEvent
        this.scaleTo(center, zoom)
      },
    }
    return events
  }

  /** Transforms the canvas while the map zooms. */
  private scaleTo(center: L.LatLng, zoom: number): void {
    const map = this._map
    const scale = map.getZoomScale(zoom, this.zoom)
    const half = map.getSize().divideBy(2)
    const size = L.point(this.canvas.clientWidth, this.canvas.clientHeight)
    const middle = map.project(this.center, zoom).subtract(map.project(center, zoom))
    const offset = size.divideBy(2).multiplyBy(scale)
    // In pixels of the pane, which drags move.
    const pane = L.DomUtil.getPosition(map.getPane('mapPane') as HTMLElement) ?? L.point(0, 0)
    L.DomUtil.setTransform(this.canvas, half.add(middle).subtract(offset).subtract(pane), scale)
  }

  private draw(): void {
    const map = this._map
    const view = map.getSize()
    const pad = view.multiplyBy(margin).round()
    const size = view.add(pad).add(pad)
    const zoom = map.getZoom()
    this.zoom = zoom
    this.center = map.getCenter()
    this.topLeft = map.containerPointToLayerPoint([0, 0]).subtract(pad)
    const ratio = Math.min(window.devicePixelRatio || 1, Math.sqrt(maxPixels / Math.max(1, size.x * size.y)))
    const { canvas } = this
    canvas.width = Math.round(size.x * ratio)
    canvas.height = Math.round(size.y * ratio)
    canvas.style.width = `${size.x}px`
    canvas.style.height = `${size.y}px`
    L.DomUtil.setPosition(canvas, this.topLeft)
    const context = canvas.getContext('2d')
    if (!context || !this.source) return
    context.setTransform(ratio, 0, 0, ratio, 0, 0)

    const occupied = new CollisionGrid()
    const { near: pins, far } = this.obstacles()
    const from = map.layerPointToLatLng(this.topLeft)
    const to = map.layerPointToLatLng(this.topLeft.add(size))
    const bounds: Bounds = [from.lng, to.lat, to.lng, from.lat]
    const areas = this.areaLabels(bounds, zoom).filter(a => !this.settings.named?.(a.text, a.lat, a.lon))
    const cities = cityLabels(this.cityRows(bounds, zoom), zoom).filter(c => !this.settings.named?.(c.text, c.lat, c.lon))
    // A city state gets one label.
    const capitals = new Set(cities.filter(c => c.kind === 'capital').map(c => c.text))
    const world = worldLabels(this.source.world, zoom).filter(l => l.kind !== 'country' || !capitals.has(l.text))
    const least = minPopulation(zoom)
    // Large cities have priority over areas, areas over small cities; the smallest cities are labeled only in empty areas.
    const groups = [
      { labels: world, padding: 0 },
      { labels: cities.filter(c => c.kind === 'capital' || c.population >= least), padding: 0 },
      { labels: areas, padding: 0 },
      { labels: cities.filter(c => c.kind !== 'capital' && c.population < least), padding: 34 },
    ]
    const named = new Set<string>()
    groups.forEach(({ labels, padding }, i) => {
      if (i === 2) this.drawBorderLabels(context, bounds, [pad.x, pad.y, size.x - pad.x, size.y - pad.y], zoom, named, occupied, pins)
      const sorted = [...labels].sort((a, b) => a.order - b.order || (a.text < b.text ? -1 : 1))
      const requests = sorted.flatMap(label => this.requestsFor(context, label, bounds, size, padding))
      const avoided = i === 1 || i === 3 ? far : pins
      for (const { item, x, y, dotted } of placeLabels(requests, occupied, avoided)) {
        this.drawLabel(context, item, x, y, dotted)
        const seen = x > pad.x && x < size.x - pad.x && y > pad.y && y < size.y - pad.y
        if (item.label.kind === 'country' && seen) named.add(item.label.text)
      }
    })
  }

  /** Draws the names of countries along the borders in view if the countries' own labels are not visible. */
  private drawBorderLabels(
    context: CanvasRenderingContext2D,
    bounds: Bounds,
    box: Box,
    zoom: number,
    named: Set<string>,
    occupied: CollisionGrid,
    pins: CollisionGrid,
  ): void {
    const { source } = this
    if (!source || zoom < borderLabelZoom) return
    const style = styleOf(
      { kind: 'side', lon: 0, lat: 0, text: '', order: 0, population: 0 },
      zoom,
      this.settings.palette,
      this.settings.font,
    )
    context.font = style.font
    setSpacing(context, style.spacing)
    const measure = (name: string): Size => ({ width: context.measureText(name.toUpperCase()).width, height: style.line })
    const busy = combine(occupied, pins)
    const spots = new Map<string, Spot[]>()
    for (const { best, shift } of this.tilesInView(bounds, zoom)) {
      const n = 256 * 2 ** (zoom - best.grid)
      const origin = this._map.getPixelOrigin().add(this.topLeft)
      const dx = (best.x + shift * 2 ** best.grid) * n - origin.x
      const dy = best.y * n - origin.y
      const scale = n / source.extent
      const window: Box = [(box[0] - dx) / scale, (box[1] - dy) / scale, (box[2] - dx) / scale, (box[3] - dy) / scale]
      for (const { left, right, lines } of [...best.tile.border, ...best.tile.disputed]) {
        if (!left || !right || (zoom < alwaysBorderLabelZoom && named.has(left) && named.has(right))) continue
        const names = [left, right].sort().join('|')
        const found = spots.get(names) ?? []
        spots.set(names, found)
        for (let i = 0; i + 1 < lines.starts.length; i++) {
          for (const part of linePartsInBox(lines.xy, lines.starts[i] as number, lines.starts[i + 1] as number, window)) {
            const xy = Array.from(lines.xy.subarray(part.start, part.end), (v, k) => v * scale + (k % 2 === 0 ? dx : dy))
            found.push(...spotsAlong(xy, left, right))
          }
        }
      }
    }
    for (const names of [...spots.keys()].sort()) {
      for (const { name, x, y } of placeBorderLabels(spots.get(names) ?? [], measure, box, busy, zoom < alwaysBorderLabelZoom ? 1 : 2)) {
        this.drawLabel(
          context,
          {
            label: { kind: 'side', lon: 0, lat: 0, text: name, order: 0, population: 0 },
            style,
            lines: [name.toUpperCase()],
            px: x,
            py: y,
          },
          x,
          y,
          false,
        )
      }
    }
  }

  /** Returns requests for a label in every copy of the world in view. */
  private requestsFor(
    context: CanvasRenderingContext2D,
    label: Label,
    bounds: Bounds,
    size: L.Point,
    padding: number,
  ): LabelRequest<DrawableLabel>[] {
    const [west, , east] = bounds as [number, number, number, number]
    const points: L.Point[] = []
    for (let lon = label.lon + 360 * Math.ceil((west - label.lon) / 360 - 0.02); lon <= east + 7; lon += 360) {
      const at = this._map.latLngToLayerPoint([label.lat, lon]).subtract(this.topLeft)
      if (at.y > -20 && at.y < size.y + 20 && at.x > -200 && at.x < size.x + 200) points.push(at)
    }
    if (points.length === 0) return []
    const style = styleOf(label, this.zoom, this.settings.palette, this.settings.font)
    const text = style.upper ? label.text.toUpperCase() : label.text
    const lines = label.kind === 'country' && text.length > 11 ? breakLine(text) : text.split('\n')
    context.font = style.font
    setSpacing(context, style.spacing)
    const width = Math.max(...lines.map(line => context.measureText(line).width))
    return points.map(({ x, y }) => ({
      item: { label, style, lines, px: x, py: y },
      x,
      y,
      width,
      height: style.line * lines.length,
      padding: style.padding + padding,
      dot: style.dot,
      sides: style.sides,
    }))
  }

  private drawLabel(
    context: CanvasRenderingContext2D,
    { style, lines, label, px, py }: DrawableLabel,
    x: number,
    y: number,
    dotted: boolean,
  ): void {
    context.font = style.font
    setSpacing(context, style.spacing)
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.lineJoin = 'round'
    if (dotted) drawDot(context, px, py, style.dot, label.kind === 'capital', this.settings.palette)
    lines.forEach((line, i) => {
      // Letter spacing is also added after the last letter: shift by half of it to center the text.
      const lx = x + style.spacing / 2
      const ly = y + (i - (lines.length - 1) / 2) * style.line + 0.5
      context.strokeStyle = style.halo
      context.lineWidth = 3
      context.strokeText(line, lx, ly)
      context.fillStyle = style.color
      context.fillText(line, lx, ly)
    })
  }

  /** Returns the boxes to avoid: for all labels, and with a margin around symbols for the names of settlements. */
  private obstacles(): { near: CollisionGrid; far: CollisionGrid } {
    const near = new CollisionGrid()
    const far = new CollisionGrid()
    const { symbols, labels } = this.settings.obstacles?.() ?? { symbols: [], labels: [] }
    const { x, y } = this.topLeft
    for (const b of symbols) {
      near.add([b[0] - x, b[1] - y, b[2] - x, b[3] - y])
      far.add([b[0] - x - symbolMargin, b[1] - y - symbolMargin, b[2] - x + symbolMargin, b[3] - y + symbolMargin])
    }
    for (const b of labels) {
      const box: Box = [b[0] - x, b[1] - y, b[2] - x, b[3] - y]
      near.add(box)
      far.add(box)
    }
    return { near, far }
  }

  private areaLabels(bounds: Bounds, zoom: number): Label[] {
    const { source } = this
    if (!source || zoom < 5) return []
    const seen = new Set<unknown>()
    return this.tilesInView(bounds, zoom).flatMap(({ best }) => {
      if (seen.has(best.tile)) return []
      seen.add(best.tile)
      return tileLabels(best.tile, zoom, (ux, uy) => tileToLonLat(best, ux / source.extent, uy / source.extent))
    })
  }

  /** Returns the loaded data tiles in view, once for every copy of the world; shift counts the copies eastward. */
  private tilesInView(
    [west, south, east, north]: readonly [number, number, number, number],
    zoom: number,
  ): { best: FoundTile; shift: number }[] {
    // The zoom of the drawn map tiles, because their data is loaded.
    const z = Math.round(zoom)
    const n = 2 ** z
    const found = new Map<string, { best: FoundTile; shift: number }>()
    for (let x = Math.floor(((west + 180) / 360) * n); x <= Math.floor(((east + 180) / 360) * n); x++) {
      for (let y = Math.max(0, Math.floor(latToRow(north, n))); y <= Math.min(n - 1, Math.floor(latToRow(south, n))); y++) {
        const shift = Math.floor(x / n)
        const best = this.source?.find(z, x - shift * n, y).best
        if (best) found.set(`${shift} ${best.grid}/${best.x}/${best.y}`, { best, shift })
      }
    }
    return [...found.values()]
  }

  /** Returns the loaded settlements in view and requests the missing ones, which are drawn later. */
  private cityRows([west, south, east, north]: readonly [number, number, number, number], zoom: number): LabelRow[] {
    const { cities } = this.settings
    if (!cities || zoom < 2.5) return []
    if (typeof cities !== 'string') return cities
    const z = labelZoom(zoom)
    const n = 2 ** z
    const rows: LabelRow[] = []
    for (let x = Math.floor(((west + 180) / 360) * n); x <= Math.floor(((east + 180) / 360) * n); x++) {
      for (let y = Math.max(0, Math.floor(latToRow(north, n))); y <= Math.min(n - 1, Math.floor(latToRow(south, n))); y++) {
        rows.push(...this.rowsOfTile(cities, z, ((x % n) + n) % n, y))
      }
    }
    return [...new Set(rows)]
  }

  private rowsOfTile(template: string, z: number, x: number, y: number): LabelRow[] {
    const url = template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    if (this.rows.has(url)) return this.rows.get(url) ?? []
    this.rows.set(url, undefined)
    fetchJSON<LabelRow[]>(url).then(
      rows => {
        this.rows.set(url, rows)
        this.scheduleDraw()
      },
      () => this.rows.delete(url),
    )
    return []
  }
}

/** Breaks a long name into two lines at the space closest to its middle. */
function breakLine(text: string): string[] {
  let best = -1
  for (let i = text.indexOf(' '); i >= 0; i = text.indexOf(' ', i + 1)) {
    if (best < 0 || Math.abs(i - text.length / 2) < Math.abs(best - text.length / 2)) best = i
  }
  return best < 0 ? [text] : [text.slice(0, best), text.slice(best + 1)]
}

function setSpacing(context: CanvasRenderingContext2D, pixels: number): void {
  if ('letterSpacing' in context) context.letterSpacing = `${pixels}px`
}

function drawDot(context: CanvasRenderingContext2D, x: number, y: number, r: number, capital: boolean, palette: Palette): void {
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.fillStyle = capital ? palette.land : palette.cityDot
  context.strokeStyle = capital ? palette.cityDot : palette.halo
  context.lineWidth = capital ? 1.2 : 1
  if (capital) context.fill()
  context.stroke()
  if (!capital) context.fill()
  if (capital) {
    context.beginPath()
    context.arc(x, y, r * 0.45, 0, 2 * Math.PI)
    context.fillStyle = palette.cityDot
    context.fill()
  }
}
