// Areas, countries and regions: drawn as outlines, never as pins.

import L from 'leaflet'

import { isPoint, type PlaceFeature } from '../types.ts'
import { countOf } from '../words.ts'
import type { PlaceEvents } from './pinlayer.ts'

export class AreaLayer {
  private readonly shapes = new Map<string, L.GeoJSON>()
  private readonly group = L.featureGroup()

  /** A click at a point is ignored if isCovered returns true for it: a dot is drawn over the area there. */
  constructor(places: PlaceFeature[], events: PlaceEvents, isCovered: (point: L.Point) => boolean) {
    const areas = places.filter(f => f.geometry !== null && !isPoint(f.properties))
    // Large areas first, so that small ones are on top and can be clicked.
    areas.sort((a, b) => drawingOrder(a) - drawingOrder(b))
    for (const feature of areas) this.add(feature, events, isCovered)
  }

  private add(feature: PlaceFeature, events: PlaceEvents, isCovered: (point: L.Point) => boolean): void {
    const p = feature.properties
    const isArea = p.precision === 'area'
    const shape = L.geoJSON(feature as GeoJSON.Feature, {
      style: { className: `${isArea ? 'area' : 'country'} ${p.confidence}`, weight: isArea ? 1.2 : 1.6, fill: true, fillOpacity: 1 },
    })
    shape.on('click', event => {
      if (!isCovered(event.containerPoint)) events.open(p.place)
    })
    shape.on('mouseover', () => events.highlight(p.place))
    shape.on('mouseout', () => events.highlight(undefined))
    if (isArea) {
      const label = `${p.name}, area: ${countOf(p.mentions, 'mention', 'mentions')}, ${p.confidence}`
      shape.on('add', () => makeFocusable(shape, p.place, label, events))
    }
    shape.bindTooltip(textElement(p.name), { sticky: true, direction: 'top', className: 'area-tip' })
    this.shapes.set(p.place, shape)
    this.group.addLayer(shape)
  }

  addTo(map: L.Map): this {
    this.group.addTo(map)
    return this
  }

  /** Returns the extent of a place, or of all areas, or undefined. */
  bounds(place?: string): L.LatLngBounds | undefined {
    const layer = place === undefined ? this.group : this.shapes.get(place)
    const bounds = layer?.getBounds()
    return bounds?.isValid() ? bounds : undefined
  }

  select(place: string | undefined): void {
    this.toggle('selected', place)
  }

  highlight(place: string | undefined): void {
    this.toggle('highlighted', place)
  }

  private toggle(className: string, place: string | undefined): void {
    for (const [id, shape] of this.shapes) {
      for (const element of elementsOf(shape)) element.classList.toggle(className, id === place)
    }
  }
}

/** Makes the first path of an area a button for keyboard and screen reader. */
function makeFocusable(shape: L.GeoJSON, place: string, label: string, events: PlaceEvents): void {
  const [element] = elementsOf(shape)
  if (!element) return
  element.setAttribute('tabindex', '0')
  element.setAttribute('role', 'button')
  element.setAttribute('aria-label', label)
  element.addEventListener('focus', () => events.highlight(place))
  element.addEventListener('blur', () => events.highlight(undefined))
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    events.open(place)
  })
}

function elementsOf(shape: L.GeoJSON): SVGElement[] {
  return shape.getLayers().flatMap(layer => {
    const element = layer instanceof L.Path ? layer.getElement() : undefined
    return element instanceof SVGElement ? [element] : []
  })
}

/** Kinds of large areas, the largest first. Other areas are drawn after them. */
const largeKinds = ['continent', 'region', 'country', 'sea']

function drawingOrder(f: PlaceFeature): number {
  const i = largeKinds.indexOf(f.properties.kind)
  return i < 0 ? largeKinds.length : i
}

/** Returns an element with the text: Leaflet parses a string as HTML. */
function textElement(text: string): HTMLElement {
  const span = document.createElement('span')
  span.textContent = text
  return span
}
