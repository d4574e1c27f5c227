// The Leaflet layer that draws land, water and lines, tile by tile on canvases.

import L from 'leaflet'

import { drawTile } from './draw.ts'
import type { Palette } from './palette.ts'
import type { Source } from './source.ts'

/** Each canvas is this much larger than its tile, so that no gap shows between tiles at odd pixel ratios. */
const edge = 1

/** A grid of canvases drawn from a Source, which may still be on its way. */
export class LandLayer extends L.GridLayer {
  private source: Source | undefined
  private palette: Palette
  private readonly drawn = new Map<HTMLElement, L.Coords>()

  constructor(palette: Palette, options?: L.GridLayerOptions) {
    // Drawing is quick, so tiles come while the map is dragged; at high pixel ratios each one is large, so few are kept.
    super({ keepBuffer: window.devicePixelRatio > 1.5 ? 1 : 2, updateWhenIdle: false, updateWhenZooming: false, ...options })
    this.palette = palette
    // The grid layer gives a canvas the size of its tile; it is larger by its margin.
    const size = `${this.getTileSize().x + 2 * edge}px`
    this.on('tileloadstart', e => {
      e.tile.style.width = size
      e.tile.style.height = size
    })
    this.on('tileunload', e => this.drawn.delete(e.tile as HTMLElement))
  }

  /** Takes the data once it is there and draws what is in view. */
  setSource(source: Source): void {
    this.source = source
    this.drawAgain()
  }

  /** Changes the colours. */
  setPalette(palette: Palette): void {
    this.palette = palette
    this.drawAgain()
  }

  protected override createTile(coords: L.Coords): HTMLElement {
    const canvas = document.createElement('canvas')
    const size = this.getTileSize().x + 2 * edge
    const ratio = window.devicePixelRatio || 1
    canvas.width = Math.round(size * ratio)
    canvas.height = Math.round(size * ratio)
    canvas.style.margin = `${-edge}px`
    this.drawn.set(canvas, coords)
    this.draw(canvas, coords)
    return canvas
  }

  private drawAgain(): void {
    for (const [canvas, coords] of this.drawn) this.draw(canvas as HTMLCanvasElement, coords)
  }

  private draw(canvas: HTMLCanvasElement, coords: L.Coords): void {
    const pen = canvas.getContext('2d', { alpha: false })
    if (!pen) return
    const size = this.getTileSize().x
    const ratio = canvas.width / (size + 2 * edge)
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    const found = this.source?.find(coords.z, coords.x, coords.y)
    drawTile(pen, { z: coords.z, x: coords.x, y: coords.y, size, edge }, found?.best, this.source?.world ?? { extent: 1, buffer: 0 }, this.palette)
    if (found?.load) {
      void this.source?.load(found.load).then(ok => {
        if (ok && this.drawn.get(canvas) === coords) this.draw(canvas, coords)
        if (ok) this.fire('detail')
      })
    }
  }
}
