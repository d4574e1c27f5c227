// Pins of sites and settlements. Where pins would overlap, the most mentioned one stays a pin and the others are drawn as dots
// at their own positions until there is room: no place is hidden or moved.

import L from 'leaflet'

import { CollisionGrid } from '../basemap/collisiongrid.ts'
import { h } from '../dom.ts'
import type { PlaceFeature, PlaceProperties } from '../types.ts'
import { countOf, placeDescription } from '../words.ts'
import { nearestCopy, type OverlayHooks } from './mapcontainer.ts'
import { boxAround, type Circle, minTargetRadius, pinRadius, placePinLabel } from './pinlayout.ts'

const maxPins = 160
const labelHeight = 17
/** Two settlements of the same name within this distance are one town. */
const sameTownMeters = 30_000
const dotRadius = 3
const dotHitRadius = 9
/** With more dots than this in view, labels may be drawn over dots. */
const maxDotsAvoided = 150
/** Longer names are truncated on the map; list and card show them in full. */
const maxNameLength = 28

/** Callbacks for clicks on places of the map and for pointing at them. */
export interface PlaceEvents {
  open(place: string): void
  /** A place gets the pointer or the focus; undefined when it loses it. */
  highlight(place: string | undefined): void
}

interface Pin {
  properties: PlaceProperties
  position: L.LatLng
  r: number
}

interface PinMarker {
  marker: L.Marker
  button: HTMLButtonElement
  label: HTMLElement
}

/** A pin that has room, with the copy of its position in view. */
interface PlacedPin {
  pin: Pin
  position: L.LatLng
  circle: Circle
}

export class PinLayer extends L.Layer {
  private readonly pins: Pin[]
  private readonly events: PlaceEvents
  private readonly markers = new Map<string, PinMarker>()
  private dots: { pin: Pin; x: number; y: number }[] = []
  private occupied: L.LatLng[] = []
  private readonly labeled = new Map<string, L.LatLng>()
  private readonly canvas = document.createElement('canvas')
  private readonly tip = h('div', { class: 'dot-tip', hidden: true })
  private readonly textMeasure = document.createElement('canvas').getContext('2d')
  private selected: string | undefined
  private highlighted: string | undefined

  constructor(places: PlaceFeature[], events: PlaceEvents) {
    super()
    this.events = events
    this.pins = places
      .filter(f => f.geometry?.type === 'Point')
      .map(f => ({ properties: f.properties, position: L.latLng(f.properties.lat, f.properties.lon), r: pinRadius(f.properties.mentions) }))
      .sort((a, b) => b.properties.mentions - a.properties.mentions)
    this.canvas.className = 'dots leaflet-zoom-hide'
  }

  /** Returns the extent of all pins, or undefined without pins. */
  bounds(): L.LatLngBounds | undefined {
    return this.pins.length > 0 ? L.latLngBounds(this.pins.map(p => p.position)) : undefined
  }

  /** What labels of the base map must avoid: pins, their labels, and names that are labeled by a pin already. */
  readonly overlayHooks: OverlayHooks = {
    avoid: () => this.occupied,
    named: (name, lat, lon) => (this.labeled.get(name)?.distanceTo([lat, lon]) ?? Infinity) < sameTownMeters,
  }

  /** Returns the place of the dot at a point of the map container, or undefined. */
  dotAt(point: L.Point): string | undefined {
    const at = this._map.containerPointToLayerPoint(point)
    let place: string | undefined
    let nearest = dotHitRadius
    for (const dot of this.dots) {
      const distance = Math.hypot(dot.x - at.x, dot.y - at.y)
      if (distance < nearest) {
        place = dot.pin.properties.place
        nearest = distance
      }
    }
    return place
  }

  select(place: string | undefined): void {
    this.selected = place
    this.update()
  }

  /** Highlights the pin of a place while something about the place has the pointer or the focus. */
  highlight(place: string | undefined): void {
    if (this.highlighted === place) return
    const previous = this.highlighted
    this.highlighted = place
    if (place !== undefined && !this.markers.has(place) && this.pins.some(p => p.properties.place === place)) this.update()
    for (const id of [previous, place]) {
      const marker = id === undefined ? undefined : this.markers.get(id)
      if (marker && id !== undefined) this.applyState(marker, id)
    }
  }

  override onAdd(map: L.Map): this {
    map.createPane('dots').style.zIndex = '590'
    const pane = map.getPane('dots')
    if (pane) {
      pane.style.pointerEvents = 'none'
      pane.append(this.canvas)
    }
    map.getContainer().append(this.tip)
    map.on('moveend zoomend resize', this.update, this)
    map.on('mousemove', this.showTip, this)
    map.on('mouseout', this.hideTip, this)
    this.update()
    return this
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize', this.update, this)
    map.off('mousemove', this.showTip, this)
    map.off('mouseout', this.hideTip, this)
    for (const { marker } of this.markers.values()) marker.remove()
    this.markers.clear()
    this.canvas.remove()
    this.tip.remove()
    return this
  }

  /** Lays out all pins of the view again. */
  private update(): void {
    if (!this._map) return
    const labels = new CollisionGrid()
    const placed = this.placePins(labels)
    for (const [place, { marker }] of this.markers) {
      if (placed.has(place) || marker.getElement()?.contains(document.activeElement)) continue
      marker.remove()
      this.markers.delete(place)
    }
    this.occupied = []
    this.labeled.clear()
    if (this.dots.length <= maxDotsAvoided) for (const dot of this.dots) labels.add(boxAround({ x: dot.x, y: dot.y, r: dotRadius }))
    for (const pin of placed.values()) this.show(pin, labels)
    this.drawDots()
  }

  /** Decides which pins of the view have room, adds them to the grid of labels, and turns the others into dots. */
  private placePins(labels: CollisionGrid): Map<string, PlacedPin> {
    const map = this._map
    const view = map.getBounds().pad(0.2)
    const center = map.getCenter()
    const targets = new CollisionGrid()
    const placed = new Map<string, PlacedPin>()
    this.dots = []
    for (const pin of this.byPriority()) {
      const position = nearestCopy(pin.position, center)
      if (!view.contains(position)) continue
      const { x, y } = map.latLngToLayerPoint(position)
      const target = { x, y, r: Math.max(pin.r, minTargetRadius) }
      if (!this.isActive(pin) && (placed.size >= maxPins || targets.overlaps(boxAround(target, 1)))) {
        this.dots.push({ pin, x, y })
        continue
      }
      targets.add(boxAround(target))
      labels.add(boxAround({ x, y, r: pin.r }))
      placed.set(pin.properties.place, { pin, position, circle: target })
    }
    return placed
  }

  private isActive(pin: Pin): boolean {
    return pin.properties.place === this.selected || pin.properties.place === this.highlighted
  }

  /** Yields the selected and highlighted pins first, then the others by mentions. */
  private *byPriority(): Generator<Pin> {
    for (const pin of this.pins) if (this.isActive(pin)) yield pin
    for (const pin of this.pins) if (!this.isActive(pin)) yield pin
  }

  private show({ pin, position, circle }: PlacedPin, labels: CollisionGrid): void {
    const { place, name } = pin.properties
    let marker = this.markers.get(place)
    if (!marker) {
      marker = this.createMarker(pin, position, circle)
      this.markers.set(place, marker)
    } else if (!marker.marker.getLatLng().equals(position)) {
      marker.marker.setLatLng(position)
    }
    const label = placePinLabel(labels, { ...circle, r: pin.r }, this.textWidth(truncate(name)), labelHeight)
    marker.label.className = `pin-label ${label ? label.side : 'none'}`
    this.applyState(marker, place)
    this.occupied.push(position)
    if (!label) return
    this.labeled.set(name, pin.position)
    const [left, top, right, bottom] = label.box
    for (let x = left; x <= right; x += 12) this.occupied.push(this._map.layerPointToLatLng([x, (top + bottom) / 2]))
  }

  private createMarker(pin: Pin, position: L.LatLng, circle: Circle): PinMarker {
    const p = pin.properties
    const button = h('button', {
      type: 'button',
      class: `pin ${p.precision} ${p.confidence}`,
      'data-place': p.place,
      'aria-label': `${p.name}, ${placeDescription(p)}: ${countOf(p.mentions, 'mention', 'mentions')}, ${p.confidence}`,
    })
    const label = h('span', { class: 'pin-label', 'aria-hidden': 'true', dir: 'auto' }, truncate(p.name))
    const side = Math.round(circle.r * 2)
    const box = h('span', { class: 'pin-box' }, button, label)
    box.style.setProperty('--r', `${pin.r.toFixed(1)}px`)
    const icon = L.divIcon({ html: box, className: 'pin-icon', iconSize: [side, side] })
    const marker = L.marker(position, { icon, keyboard: false, zIndexOffset: p.mentions, riseOnHover: true })
    marker.on('click', () => this.events.open(p.place))
    button.addEventListener('focus', () => this.events.highlight(p.place))
    button.addEventListener('blur', () => this.events.highlight(undefined))
    marker.on('mouseover', () => this.events.highlight(p.place))
    marker.on('mouseout', () => this.events.highlight(undefined))
    marker.addTo(this._map)
    return { marker, button, label }
  }

  /** Updates the marker of a place for whether the place is selected or highlighted. */
  private applyState({ marker, button }: PinMarker, place: string): void {
    const selected = place === this.selected
    button.classList.toggle('selected', selected)
    button.classList.toggle('highlighted', place === this.highlighted)
    if (selected) button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
    marker.setZIndexOffset(selected || place === this.highlighted ? 100_000 : 0)
  }

  private textWidth(name: string): number {
    if (!this.textMeasure) return name.length * 7
    this.textMeasure.font = '600 13px system-ui, sans-serif'
    return this.textMeasure.measureText(name).width + 3
  }

  private drawDots(): void {
    const map = this._map
    const size = map.getSize()
    const ratio = window.devicePixelRatio || 1
    const corner = map.containerPointToLayerPoint([-size.x * 0.2, -size.y * 0.2])
    L.DomUtil.setPosition(this.canvas, corner)
    this.canvas.width = Math.round(size.x * 1.4 * ratio)
    this.canvas.height = Math.round(size.y * 1.4 * ratio)
    this.canvas.style.width = `${size.x * 1.4}px`
    this.canvas.style.height = `${size.y * 1.4}px`
    const context = this.canvas.getContext('2d')
    if (!context) return
    const style = getComputedStyle(document.documentElement)
    context.scale(ratio, ratio)
    context.translate(-corner.x, -corner.y)
    context.fillStyle = style.getPropertyValue('--pin').trim() || '#b3321f'
    context.strokeStyle = style.getPropertyValue('--halo').trim() || '#fff'
    context.lineWidth = 1
    for (const dot of this.dots.toReversed()) {
      context.beginPath()
      context.arc(dot.x, dot.y, dotRadius, 0, 2 * Math.PI)
      context.fill()
      context.stroke()
    }
  }

  private showTip(event: L.LeafletMouseEvent): void {
    const place = this.dotAt(event.containerPoint)
    const dot = this.dots.find(d => d.pin.properties.place === place)
    this.tip.hidden = !dot
    this._map.getContainer().classList.toggle('over-dot', dot !== undefined)
    if (!dot) return
    this.tip.textContent = dot.pin.properties.name
    this.tip.style.left = `${event.containerPoint.x + 12}px`
    this.tip.style.top = `${event.containerPoint.y - 10}px`
  }

  private hideTip(): void {
    this.tip.hidden = true
  }
}

function truncate(name: string): string {
  const points = Array.from(name)
  return points.length > maxNameLength
    ? `${points
        .slice(0, maxNameLength - 1)
        .join('')
        .trimEnd()}…`
    : name
}
