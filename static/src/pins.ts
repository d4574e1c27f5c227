// Pins of sites and settlements. Where they would lie on each other the most mentioned one stays a pin and
// the others shrink to dots at their own places until there is room: nothing is hidden and nothing moved.

import L from 'leaflet'

import { around, leastTarget, placeLabel, radius, Screen, type Disc } from './collide.ts'
import { h } from './dom.ts'
import { nearest, type Over } from './stage.ts'
import type { PlaceFeature, PlaceProperties } from './types.ts'
import { counted, described } from './words.ts'

/** More pins than this are no longer a map. */
const mostPins = 160
const labelHeight = 17
/** Within this many metres two of one name are one town. */
const sameTown = 30_000
const dotRadius = 3
const mostDotsKept = 150
/** Longer names are cut on the map; list and card have them whole. */
const longestName = 28

/** What the pins tell whoever shows them. */
export interface PinEvents {
  open(place: string): void
  /** A pin was pointed at or focused; undefined when it no longer is. */
  point(place: string | undefined): void
}

interface Pin {
  properties: PlaceProperties
  position: L.LatLng
  r: number
}

interface Shown {
  marker: L.Marker
  button: HTMLButtonElement
  label: HTMLElement
  disc: Disc
}

export class PinLayer extends L.Layer {
  private readonly pins: Pin[]
  private readonly events: PinEvents
  private readonly shown = new Map<string, Shown>()
  private dots: { pin: Pin; x: number; y: number }[] = []
  private inked: L.LatLng[] = []
  private readonly labelled = new Map<string, L.LatLng>()
  private readonly canvas = document.createElement('canvas')
  private readonly tip = h('div', { class: 'dot-tip', hidden: true })
  private readonly ruler = document.createElement('canvas').getContext('2d')
  private selected: string | undefined
  private lit: string | undefined

  constructor(places: PlaceFeature[], events: PinEvents) {
    super()
    this.events = events
    this.pins = places
      .filter(f => f.geometry?.type === 'Point')
      .map(f => ({ properties: f.properties, position: L.latLng(f.properties.lat, f.properties.lon), r: radius(f.properties.mentions) }))
      .sort((a, b) => b.properties.mentions - a.properties.mentions)
    this.canvas.className = 'dots leaflet-zoom-hide'
  }

  /** The extent of all pins, or undefined without any. */
  bounds(): L.LatLngBounds | undefined {
    return this.pins.length > 0 ? L.latLngBounds(this.pins.map(p => p.position)) : undefined
  }

  /** What the base map's names keep off: pins and their labels, and names that stand beside pins already. */
  readonly over: Over = {
    avoid: () => this.inked,
    named: (name, lat, lon) => (this.labelled.get(name)?.distanceTo([lat, lon]) ?? Infinity) < sameTown,
  }

  /** The place of the dot at a point of the container, if there is one. */
  dotAt(point: L.Point): string | undefined {
    const at = this._map.containerPointToLayerPoint(point)
    let best: string | undefined
    let least = 9
    for (const dot of this.dots) {
      const distance = Math.hypot(dot.x - at.x, dot.y - at.y)
      if (distance < least) [best, least] = [dot.pin.properties.place, distance]
    }
    return best
  }

  select(place: string | undefined): void {
    this.selected = place
    this.update()
  }

  /** Shows which pin is meant, for as long as something about it is pointed at. */
  light(place: string | undefined): void {
    if (this.lit === place) return
    const before = this.lit
    this.lit = place
    if (place !== undefined && !this.shown.has(place) && this.pins.some(p => p.properties.place === place)) this.update()
    for (const id of [before, place]) {
      const shown = id === undefined ? undefined : this.shown.get(id)
      if (shown && id !== undefined) this.dress(shown, id)
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
    map.on('mousemove', this.hover, this)
    map.on('mouseout', this.unhover, this)
    this.update()
    return this
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize', this.update, this)
    map.off('mousemove', this.hover, this)
    map.off('mouseout', this.unhover, this)
    for (const { marker } of this.shown.values()) marker.remove()
    this.shown.clear()
    this.canvas.remove()
    this.tip.remove()
    return this
  }

  private update(): void {
    const map = this._map
    if (!map) return
    const view = map.getBounds().pad(0.2)
    const middle = map.getCenter()
    const targets = new Screen()
    const ink = new Screen()
    const keep = new Map<string, { pin: Pin; at: L.LatLng; disc: Disc }>()
    this.dots = []
    for (const pin of this.inOrder()) {
      const at = nearest(pin.position, middle)
      if (!view.contains(at)) continue
      const point = map.latLngToLayerPoint(at)
      const disc = { x: point.x, y: point.y, r: Math.max(pin.r, leastTarget) }
      const first = pin.properties.place === this.selected || pin.properties.place === this.lit
      if (!first && (keep.size >= mostPins || !targets.free(around(disc, 1)))) {
        this.dots.push({ pin, x: point.x, y: point.y })
        continue
      }
      targets.take(around(disc))
      ink.take(around({ ...disc, r: pin.r }))
      keep.set(pin.properties.place, { pin, at, disc })
    }
    for (const [place, { marker }] of this.shown) {
      if (keep.has(place) || marker.getElement()?.contains(document.activeElement)) continue
      marker.remove()
      this.shown.delete(place)
    }
    this.inked = []
    this.labelled.clear()
    // Names keep off dots too, unless there are so many that no name would be left.
    if (this.dots.length <= mostDotsKept) for (const dot of this.dots) ink.take(around({ x: dot.x, y: dot.y, r: dotRadius }))
    for (const [place, { pin, at, disc }] of keep) this.show(place, pin, at, disc, ink)
    this.draw()
  }

  /** The pins in the order in which they get room. */
  private *inOrder(): Generator<Pin> {
    const first = this.pins.filter(p => p.properties.place === this.selected || p.properties.place === this.lit)
    yield* first
    for (const pin of this.pins) if (!first.includes(pin)) yield pin
  }

  private show(place: string, pin: Pin, at: L.LatLng, disc: Disc, ink: Screen): void {
    let shown = this.shown.get(place)
    if (!shown) {
      shown = this.make(pin, at, disc)
      this.shown.set(place, shown)
    } else if (!shown.marker.getLatLng().equals(at)) {
      shown.marker.setLatLng(at)
    }
    shown.disc = disc
    const width = this.width(shortened(pin.properties.name))
    const label = placeLabel(ink, { ...disc, r: pin.r }, width, labelHeight)
    shown.label.className = `pin-label ${label ? label.side : 'none'}`
    this.dress(shown, place)
    const map = this._map
    this.inked.push(at)
    if (!label) return
    this.labelled.set(pin.properties.name, pin.position)
    const middle = (label.box.top + label.box.bottom) / 2
    for (let x = label.box.left; x <= label.box.right; x += 12) this.inked.push(map.layerPointToLatLng([x, middle]))
  }

  private make(pin: Pin, at: L.LatLng, disc: Disc): Shown {
    const p = pin.properties
    const button = h('button', {
      type: 'button',
      class: `pin ${p.precision} ${p.confidence}`,
      'data-place': p.place,
      'aria-label': `${p.name}, ${described(p)}: ${counted(p.mentions, 'mention', 'mentions')}, ${p.confidence}`,
    })
    const label = h('span', { class: 'pin-label', 'aria-hidden': 'true' }, shortened(p.name))
    const side = Math.round(disc.r * 2)
    const box = h('span', { class: 'pin-box' }, button, label)
    box.style.setProperty('--r', `${pin.r.toFixed(1)}px`)
    const icon = L.divIcon({ html: box, className: 'pin-icon', iconSize: [side, side] })
    const marker = L.marker(at, { icon, keyboard: false, zIndexOffset: p.mentions, riseOnHover: true })
    marker.on('click', () => this.events.open(p.place))
    button.addEventListener('focus', () => this.events.point(p.place))
    button.addEventListener('blur', () => this.events.point(undefined))
    marker.on('mouseover', () => this.events.point(p.place))
    marker.on('mouseout', () => this.events.point(undefined))
    marker.addTo(this._map)
    return { marker, button, label, disc }
  }

  private dress(shown: Shown, place: string): void {
    const selected = place === this.selected
    shown.button.classList.toggle('selected', selected)
    shown.button.classList.toggle('lit', place === this.lit)
    if (selected) shown.button.setAttribute('aria-current', 'true')
    else shown.button.removeAttribute('aria-current')
    shown.marker.setZIndexOffset(selected || place === this.lit ? 100000 : 0)
  }

  private width(name: string): number {
    if (!this.ruler) return name.length * 7
    this.ruler.font = '600 13px system-ui, sans-serif'
    return this.ruler.measureText(name).width + 3
  }

  /** Draws the dots of the pins that have no room. */
  private draw(): void {
    const map = this._map
    const size = map.getSize()
    const ratio = window.devicePixelRatio || 1
    const corner = map.containerPointToLayerPoint([-size.x * 0.2, -size.y * 0.2])
    L.DomUtil.setPosition(this.canvas, corner)
    this.canvas.width = Math.round(size.x * 1.4 * ratio)
    this.canvas.height = Math.round(size.y * 1.4 * ratio)
    this.canvas.style.width = `${size.x * 1.4}px`
    this.canvas.style.height = `${size.y * 1.4}px`
    const pen = this.canvas.getContext('2d')
    if (!pen) return
    const style = getComputedStyle(document.documentElement)
    pen.scale(ratio, ratio)
    pen.translate(-corner.x, -corner.y)
    pen.fillStyle = style.getPropertyValue('--pin').trim() || '#b3321f'
    pen.strokeStyle = style.getPropertyValue('--halo').trim() || '#fff'
    pen.lineWidth = 1
    for (const dot of this.dots.toReversed()) {
      pen.beginPath()
      pen.arc(dot.x, dot.y, dotRadius, 0, 2 * Math.PI)
      pen.fill()
      pen.stroke()
    }
  }

  private hover(event: L.LeafletMouseEvent): void {
    const place = this.dotAt(event.containerPoint)
    const dot = this.dots.find(d => d.pin.properties.place === place)
    this.tip.hidden = !dot
    this._map.getContainer().classList.toggle('over-dot', dot !== undefined)
    if (!dot) return
    this.tip.textContent = dot.pin.properties.name
    this.tip.style.left = `${event.containerPoint.x + 12}px`
    this.tip.style.top = `${event.containerPoint.y - 10}px`
  }

  private unhover(): void {
    this.tip.hidden = true
  }
}

function shortened(name: string): string {
  const points = Array.from(name)
  return points.length > longestName ? `${points.slice(0, longestName - 1).join('').trimEnd()}…` : name
}
