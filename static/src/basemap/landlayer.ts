// The Leaflet layer that draws land, water and borders on canvas tiles.

import * as L from 'leaflet'

import { drawTile, type Tint } from './drawtile.ts'
import type { Palette } from './palette.ts'
import type { TileSource } from './tilesource.ts'

/** Pixels by which a canvas exceeds its tile on each side, so that no gaps are visible at fractional pixel ratios. */
const edge = 1

/** A grid of canvases drawn from a TileSource, which may be set later. */
export class LandLayer extends L.GridLayer {
  private source: TileSource | undefined
  private palette: Palette
  private tints: Tint[] = []
  private readonly drawn = new Map<HTMLElement, L.Coords>()

  constructor(palette: Palette, options?: L.GridLayerOptions) {
    // Drawing is fast enough for dragging. At high pixel ratios tiles are large, so fewer are kept.
    super({ keepBuffer: window.devicePixelRatio > 1.5 ? 1 : 2, updateWhenIdle: false, updateWhenZooming: false, ...options })
    this.palette = palette
    // The grid layer sets the size of the tile; the canvas is larger.
    const size = `${this.getTileSize().x + 2 * edge}px`
    this.on('tileloadstart', e => {
      e.tile.style.width = size
      e.tile.style.height = size
    })
    this.on('tileunload', e => this.drawn.delete(e.tile as HTMLElement))
  }

  /** Sets the data and redraws the view. */
  setSource(source: TileSource): void {
    this.source = source
    this.redrawTiles()
  }

  /** Sets the colors and redraws. */
  setPalette(palette: Palette): void {
    this.palette = palette
    this.redrawTiles()
  }

  /** Sets the tinted areas and redraws. */
  setTints(tints: Tint[]): void {
    this.tints = tints
    this.redrawTiles()
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

  private redrawTiles(): void {
    for (const [canvas, coords] of this.drawn) this.draw(canvas as HTMLCanvasElement, coords)
  }

  private draw(canvas: HTMLCanvasElement, coords: L.Coords): void {
    const context = canvas.getContext('2d', { alpha: false })
    if (!context) return
    const size = this.getTileSize().x
    const ratio = canvas.width / (size + 2 * edge)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const found = this.source?.find(coords.z, coords.x, coords.y)
    drawTile(
      context,
      { z: coords.z, x: coords.x, y: coords.y, size, edge },
      found?.best,
      this.source?.world ?? { extent: 1, buffer: 0 },
      this.palette,
      this.tints,
    )
    if (found?.load) {
      void this.source?.load(found.load).then(ok => {
        if (ok && this.drawn.get(canvas) === coords) this.draw(canvas, coords)
        if (ok) this.fire('detail')
      })
    }
  }
}
