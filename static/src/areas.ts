// Areas as areas, countries and regions as outlines: never a pin.

import L from 'leaflet'

import { isPoint, type PlaceFeature } from './types.ts'
import { counted } from './words.ts'
import type { PinEvents } from './pins.ts'

/** Outlines of the places that are no points, by place. */
export class AreaLayer {
  private readonly shapes = new Map<string, L.GeoJSON>()
  private readonly group = L.featureGroup()

  /** over says whether a click there belongs to something that lies over the areas. */
  constructor(places: PlaceFeature[], events: PinEvents, over: (point: L.Point) => boolean) {
    const outlined = places.filter(f => f.geometry !== null && !isPoint(f.properties))
    // Wide ones first, so that narrow ones lie on top of them and can be reached.
    outlined.sort((a, b) => rank(a) - rank(b))
    for (const feature of outlined) {
      const p = feature.properties
      const area = p.precision === 'area'
      const shape = L.geoJSON(feature as GeoJSON.Feature, {
        style: { className: `${area ? 'area' : 'country'} ${p.confidence}`, weight: area ? 1.2 : 1.6, fill: true, fillOpacity: 1 },
      })
      shape.on('click', event => {
        if (!over(event.containerPoint)) events.open(p.place)
      })
      shape.on('mouseover', () => events.point(p.place))
      shape.on('mouseout', () => events.point(undefined))
      shape.on('add', () => {
        if (area) this.makeReachable(shape, p.place, `${p.name}, area: ${counted(p.mentions, 'mention', 'mentions')}, ${p.confidence}`, events)
      })
      shape.bindTooltip(textNode(p.name), { sticky: true, direction: 'top', className: 'area-tip' })
      this.shapes.set(p.place, shape)
      this.group.addLayer(shape)
    }
  }

  addTo(map: L.Map): this {
    this.group.addTo(map)
    return this
  }

  /** The extent of a place, or of all. */
  bounds(place?: string): L.LatLngBounds | undefined {
    const layer = place === undefined ? this.group : this.shapes.get(place)
    const bounds = layer?.getBounds()
    return bounds?.isValid() ? bounds : undefined
  }

  mark(name: 'selected' | 'lit', place: string | undefined): void {
    for (const [id, shape] of this.shapes) {
      for (const element of elements(shape)) element.classList.toggle(name, id === place)
    }
  }

  private makeReachable(shape: L.GeoJSON, place: string, label: string, events: PinEvents): void {
    elements(shape).forEach((element, i) => {
      if (i > 0) return
      element.setAttribute('tabindex', '0')
      element.setAttribute('role', 'button')
      element.setAttribute('aria-label', label)
      element.addEventListener('focus', () => events.point(place))
      element.addEventListener('blur', () => events.point(undefined))
      element.addEventListener('keydown', event => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        events.open(place)
      })
    })
  }
}

function elements(shape: L.GeoJSON): SVGElement[] {
  return shape.getLayers().flatMap(layer => {
    const element = layer instanceof L.Path ? layer.getElement() : undefined
    return element instanceof SVGElement ? [element] : []
  })
}

function rank(f: PlaceFeature): number {
  const wide = ['continent', 'region', 'country', 'sea']
  const i = wide.indexOf(f.properties.kind)
  return i < 0 ? wide.length : i
}

/** Leaflet reads a tooltip's string as HTML; an element with the text in it is taken as it is. */
function textNode(text: string): HTMLElement {
  const span = document.createElement('span')
  span.textContent = text
  return span
}
