// Areas and countries: tints of the land below its water and borders, with an edge that can be clicked.

import * as L from 'leaflet'

import type { BaseMap, Tint } from '../basemap/index.ts'
import type { Outline, Source } from '../source.ts'
import { isPoint, type PlaceRow } from '../viewdata.ts'
import type { SymbolEvents } from './symbollayer.ts'

/** An area that takes more than this share of the view is not filled. */
const maxFilledShare = 0.4

interface Shape {
  place: PlaceRow
  outline: Outline
  zoom: number
  bounds: L.LatLngBounds
  path?: L.Polygon
}

export class AreaLayer {
  private readonly map: L.Map
  private readonly base: () => BaseMap | undefined
  private readonly source: Source
  private readonly events: SymbolEvents
  private readonly shapes = new Map<string, Shape>()
  private readonly overlay: { selected?: L.Polygon | undefined; highlighted?: L.Polygon | undefined } = {}
  private areas: PlaceRow[] = []
  private selected: string | undefined
  private generation = 0
  /** Called with the areas whose names are to be drawn. */
  onNames: (areas: PlaceRow[]) => void = () => undefined

  constructor(map: L.Map, base: () => BaseMap | undefined, source: Source, events: SymbolEvents) {
    this.map = map
    this.base = base
    this.source = source
    this.events = events
    map.createPane('areas').style.zIndex = '400'
    map.createPane('area-overlay').style.zIndex = '420'
    map.on('moveend zoomend', () => void this.update())
    const redraw = (): void => this.draw()
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
  }

  setPlaces(places: PlaceRow[]): void {
    this.areas = places.filter(p => !isPoint(p) && p.area)
    const ids = new Set(this.areas.map(a => a.id))
    for (const [id, shape] of this.shapes) {
      if (ids.has(id)) continue
      shape.path?.remove()
      this.shapes.delete(id)
    }
    void this.update()
  }

  /** Returns the extent of an area, or undefined. */
  bounds(place: string): L.LatLngBounds | undefined {
    const box = this.areas.find(a => a.id === place)?.box
    return box && L.latLngBounds([box[1], box[0]], [box[3], box[2]])
  }

  select(place: string | undefined): void {
    this.selected = place
    this.outlineOver('selected', place)
  }

  highlight(place: string | undefined): void {
    this.outlineOver('highlighted', place)
  }

  /** Fetches the outlines that the view needs and draws them. */
  private async update(): Promise<void> {
    this.generation++
    const { generation } = this
    const zoom = Math.max(0, Math.round(this.map.getZoom()))
    const view = this.map.getBounds().pad(0.1)
    const wanted = this.areas.filter(a => {
      const b = this.bounds(a.id)
      return !b || view.intersects(b) || view.intersects(shifted(b, 360)) || view.intersects(shifted(b, -360))
    })
    const missing = wanted.filter(a => this.shapes.get(a.id)?.zoom !== zoom)
    if (missing.length > 0) {
      await new Promise(resolve => setTimeout(resolve)) // the symbols, which are drawn at the same time, come first
      if (generation !== this.generation) return
      try {
        const found = await this.source.outlines(
          missing.map(a => a.id),
          zoom,
        )
        if (generation !== this.generation) return
        for (const place of missing) this.setShape(place, found[place.id] ?? [], zoom)
      } catch {
        return // the next move of the map tries again
      }
    }
    this.draw()
  }

  private setShape(place: PlaceRow, outline: Outline, zoom: number): void {
    this.shapes.get(place.id)?.path?.remove()
    const points = outline.map(toLatLngs)
    if (points.length === 0) {
      this.shapes.delete(place.id)
      return
    }
    const shape: Shape = { place, outline, zoom, bounds: L.latLngBounds(points.flat()) }
    if (place.precision === 'area') {
      shape.path = L.polygon(points, { pane: 'areas', className: `area ${place.confidence}`, fill: true, fillOpacity: 0, weight: 1 })
      shape.path.on('click', event => {
        L.DomEvent.stop(event)
        this.events.open(place.id)
      })
      shape.path.on('mouseover', () => this.events.highlight(place.id))
      shape.path.on('mouseout', () => this.events.highlight(undefined))
      shape.path.addTo(this.map)
    }
    this.shapes.set(place.id, shape)
  }

  private draw(): void {
    const style = getComputedStyle(document.documentElement)
    const fills = { area: style.getPropertyValue('--area-fill').trim(), country: style.getPropertyValue('--country-fill').trim() }
    const view = this.map.getSize()
    const tints: Tint[] = []
    const named: PlaceRow[] = []
    const shapes = [...this.shapes.values()].sort((a, b) => sizeOf(b) - sizeOf(a))
    for (const shape of shapes) {
      const { place, outline, bounds } = shape
      const a = this.map.latLngToContainerPoint(bounds.getNorthWest())
      const b = this.map.latLngToContainerPoint(bounds.getSouthEast())
      const [width, height] = [Math.abs(b.x - a.x), Math.abs(b.y - a.y)]
      const visible = overlap(a.x, b.x, view.x) * overlap(a.y, b.y, view.y)
      const large = visible > maxFilledShare * view.x * view.y
      if (place.precision === 'area' && width > 40 && height > 16) named.push(place)
      if (place.precision === 'area' && large) continue
      tints.push(tintOf(outline, place.precision === 'area' ? fills.area : fills.country))
    }
    this.base()?.setTints(tints)
    this.onNames(named)
    this.outlineOver('selected', this.selected)
  }

  /** Draws the outline of an area over the map, and removes the last one. */
  private outlineOver(which: 'selected' | 'highlighted', place: string | undefined): void {
    this.overlay[which]?.remove()
    this.overlay[which] = undefined
    const shape = place === undefined ? undefined : this.shapes.get(place)
    if (!shape) return
    const options = { pane: 'area-overlay', className: `area-outline ${which}`, interactive: false, fill: false }
    this.overlay[which] = L.polygon(shape.outline.map(toLatLngs), options).addTo(this.map)
  }
}

function shifted(b: L.LatLngBounds, by: number): L.LatLngBounds {
  return L.latLngBounds([b.getSouth(), b.getWest() + by], [b.getNorth(), b.getEast() + by])
}

function toLatLngs(ring: number[]): L.LatLng[] {
  const out: L.LatLng[] = []
  for (let i = 0; i + 1 < ring.length; i += 2) out.push(L.latLng(ring[i + 1] as number, ring[i] as number))
  return out
}

function sizeOf({ bounds }: Shape): number {
  return (bounds.getEast() - bounds.getWest()) * (bounds.getNorth() - bounds.getSouth())
}

/** Returns the length of the part of an interval that is between 0 and a size. */
function overlap(a: number, b: number, size: number): number {
  return Math.max(0, Math.min(Math.max(a, b), size) - Math.max(Math.min(a, b), 0))
}

function tintOf(outline: Outline, fill: string): Tint {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity]
  const rings = outline.map(ring => {
    const out = new Float64Array(ring.length)
    for (let i = 0; i + 1 < ring.length; i += 2) {
      const x = ((ring[i] as number) + 180) / 360
      const lat = (Math.max(-85, Math.min(85, ring[i + 1] as number)) * Math.PI) / 180
      const y = 0.5 - Math.log(Math.tan(Math.PI / 4 + lat / 2)) / (2 * Math.PI)
      out[i] = x
      out[i + 1] = y
      west = Math.min(west, x)
      east = Math.max(east, x)
      north = Math.min(north, y)
      south = Math.max(south, y)
    }
    return out
  })
  return { rings, box: [west, north, east, south], fill }
}
