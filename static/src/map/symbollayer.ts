// The symbols of sites and settlements, their clusters and labels. Pointing at one draws a ring over the map and moves nothing.

import * as L from 'leaflet'

import type { Obstacles } from '../basemap/index.ts'
import { h, hasCoarsePointer } from '../dom.ts'
import { number, t } from '../i18n.ts'
import { type GeoBox, isPoint, namesOf, type PlaceRow, placeName } from '../viewdata.ts'
import { nearestCopy } from './mapcontainer.ts'
import { boxAround, type Circle, gridOf, groupSymbols, placeSymbolLabels, symbolRadius } from './symbols.ts'

/** The maximum number of symbols that are drawn. */
export const maxSymbols = 2000
const maxLabels = 160
/** Two settlements of the same name within this distance are one town. */
const sameTownMeters = 30_000
/** Longer names are truncated on the map; list and reading pane show them in full. */
const maxNameLength = 28

/** What is drawn as one symbol: a place, or a cluster of places. */
export interface SymbolItem {
  id: string
  lat: number
  lon: number
  mentions: number
  places: PlaceRow[]
  /** The number of places, which may be more than are listed. */
  count: number
  box?: L.LatLngBounds
}

export interface SymbolEvents {
  open(place: string): void
  openCluster(item: SymbolItem): void
  highlight(place: string | undefined): void
}

interface Drawn {
  item: SymbolItem
  circle: Circle
  element: HTMLButtonElement
}

interface AreaName {
  name: string
  stored_name?: string
  lat: number
  lon: number
  box?: GeoBox
}

export class SymbolLayer extends L.Layer {
  private readonly events: SymbolEvents
  private items: SymbolItem[] = []
  private places: PlaceRow[] = []
  /** Whether items are clusters of the server, which are drawn as they are. */
  private tiled = false
  private largest = 1
  private drawn: Drawn[] = []
  private labelBoxes: Obstacles['labels'] = []
  private readonly names = new Map<string, (position: L.LatLng) => boolean>()
  private readonly labeled = new Set<string>()
  private areaNames: AreaName[] = []
  private selected: string | undefined
  private readonly textMeasure = document.createElement('canvas').getContext('2d')
  private readonly symbolPane = h('div', { class: 'symbols' })
  private readonly labelPane = h('div', { class: 'symbol-labels', 'aria-hidden': 'true' })

  constructor(events: SymbolEvents) {
    super()
    this.events = events
  }

  /** Sets the places; largest is the highest number of mentions of one. */
  setPlaces(places: PlaceRow[], largest: number): void {
    this.tiled = false
    this.largest = largest
    this.places = places.filter(isPoint)
    this.items = this.places
      .map(p => ({ id: p.id, lat: p.lat, lon: p.lon, mentions: p.mentions, places: [p], count: 1 }))
      .sort((a, b) => b.mentions - a.mentions || (a.id < b.id ? -1 : 1))
    this.layout()
  }

  /** Sets symbols that the server has clustered. */
  setSymbols(items: SymbolItem[], largest: number): void {
    this.tiled = true
    this.largest = largest
    this.places = items.flatMap(i => i.places)
    this.items = items.sort((a, b) => b.mentions - a.mentions || (a.id < b.id ? -1 : 1))
    this.layout()
  }

  /** Sets the areas whose names are drawn in them. */
  setAreaNames(names: AreaName[]): void {
    this.areaNames = names
    this.layout()
  }

  /** Returns what the labels of the base map must avoid. */
  obstacles(): Obstacles {
    return { symbols: this.drawn.map(d => boxAround(d.circle)), labels: this.labelBoxes }
  }

  /** Reports whether a settlement or an area of the base map is a place of the map. */
  isNamed(name: string, lat: number, lon: number): boolean {
    return this.names.get(name.toLocaleLowerCase())?.(L.latLng(lat, lon)) ?? false
  }

  /** Reports whether the symbol of a place has a label. */
  isLabeled(place: string): boolean {
    return this.labeled.has(place)
  }

  /** Returns the symbols in view, from top to bottom and from left to right. */
  inView(): SymbolItem[] {
    const size = this._map.getSize()
    const visible = this.drawn.filter(d => {
      const { x, y } = this._map.layerPointToContainerPoint([d.circle.x, d.circle.y])
      return x >= 0 && y >= 0 && x <= size.x && y <= size.y
    })
    const row = (d: Drawn): number => Math.round(d.circle.y / 40)
    return visible.sort((a, b) => row(a) - row(b) || a.circle.x - b.circle.x).map(d => d.item)
  }

  /** Returns the drawn symbol of a place: its own, or that of its cluster. */
  find(place: string): { item: SymbolItem; circle: Circle; element: HTMLButtonElement } | undefined {
    return this.drawn.find(d => d.item.places.some(p => p.id === place))
  }

  findItem(id: string): { item: SymbolItem; circle: Circle; element: HTMLButtonElement } | undefined {
    return this.drawn.find(d => d.item.id === id)
  }

  /** Marks the symbol of a place as the current one, for assistive technology. */
  select(place: string | undefined): void {
    this.selected = place
    for (const { item, element } of this.drawn) {
      if (place !== undefined && item.places.some(p => p.id === place)) element.setAttribute('aria-current', 'true')
      else element.removeAttribute('aria-current')
    }
  }

  /** Returns the extent of all symbols, or undefined. */
  bounds(): L.LatLngBounds | undefined {
    return this.items.length > 0 ? L.latLngBounds(this.items.map(i => L.latLng(i.lat, i.lon))) : undefined
  }

  override onAdd(map: L.Map): this {
    for (const [name, element, z] of [
      ['symbols', this.symbolPane, 600],
      ['symbol-labels', this.labelPane, 610],
    ] as const) {
      const pane = map.getPane(name) ?? map.createPane(name)
      pane.style.zIndex = String(z)
      if (element === this.labelPane) pane.style.pointerEvents = 'none'
      pane.append(element)
    }
    map.on('moveend zoomend resize', this.layout, this)
    map.on('zoomanim', this.animate, this)
    map.on('click', this.clickNear, this)
    this.layout()
    return this
  }

  override onRemove(map: L.Map): this {
    map.off('moveend zoomend resize', this.layout, this)
    map.off('zoomanim', this.animate, this)
    map.off('click', this.clickNear, this)
    this.symbolPane.remove()
    this.labelPane.remove()
    return this
  }

  /** Draws the symbols of the view with their labels. */
  private layout(): void {
    if (!this._map) return
    const map = this._map
    const center = map.getCenter()
    const view = map.getBounds().pad(0.15)
    const circles = this.items.map(item => {
      const position = nearestCopy(L.latLng(item.lat, item.lon), center)
      const { x, y } = map.latLngToLayerPoint(position)
      return { position, circle: { x, y, r: symbolRadius(item.mentions, this.largest) } }
    })
    const groups = this.tiled ? circles.map((_, i) => [i]) : groupSymbols(circles.map(c => c.circle))
    const drawn: Omit<Drawn, 'element'>[] = []
    for (const group of groups) {
      const first = circles[group[0] as number]
      if (!first || !view.contains(first.position)) continue
      const members = group.map(i => this.items[i] as SymbolItem)
      const item = members.length === 1 ? (members[0] as SymbolItem) : clusterOf(members)
      const r = item.count > 1 ? Math.max(Math.min(symbolRadius(item.mentions, this.largest), 22), 11) : first.circle.r
      drawn.push({ item, circle: { ...first.circle, r } })
      if (drawn.length === maxSymbols) break
    }
    // Large symbols first, so that small ones are over them.
    drawn.sort((a, b) => b.circle.r - a.circle.r)
    this.draw(drawn)
    this.label(drawn)
    this.fire('layout')
  }

  private draw(drawn: Omit<Drawn, 'element'>[]): void {
    const old = new Map(this.drawn.map(d => [d.item.id, d.element]))
    this.drawn = drawn.map(d => {
      const element = old.get(d.item.id) ?? this.createElement()
      old.delete(d.item.id)
      this.update(element, d.item, d.circle)
      return { ...d, element }
    })
    for (const element of old.values()) element.remove()
    let previous: Element | null = null
    for (const { element } of this.drawn) {
      if (element.previousElementSibling !== previous || element.parentElement !== this.symbolPane) {
        if (previous) previous.after(element)
        else this.symbolPane.prepend(element)
      }
      previous = element
    }
    this.select(this.selected)
  }

  private createElement(): HTMLButtonElement {
    const element = h('button', { type: 'button', tabindex: -1 })
    const place = (): string | undefined => element.dataset.place
    element.addEventListener('click', event => {
      event.stopPropagation()
      this.open(this.findItem(element.dataset.symbol ?? '')?.item)
    })
    element.addEventListener('mouseenter', () => this.events.highlight(place() ?? element.dataset.symbol))
    element.addEventListener('mouseleave', () => this.events.highlight(undefined))
    L.DomEvent.on(element, 'dblclick', L.DomEvent.stopPropagation)
    return element
  }

  private update(element: HTMLButtonElement, item: SymbolItem, { x, y, r }: Circle): void {
    const [p] = item.places
    const isCluster = item.count > 1 || !p
    const className = isCluster ? 'pin cluster' : `pin ${p.precision} ${p.confidence}`
    if (element.className !== className) element.className = className
    element.dataset.symbol = item.id
    if (isCluster) delete element.dataset.place
    else element.dataset.place = p.id
    const label = isCluster
      ? t('clusterName', { places: t('places', { n: item.count }), mentions: t('mentions', { n: item.mentions }) })
      : placeName(p)
    if (element.getAttribute('aria-label') !== label) element.setAttribute('aria-label', label)
    const text = isCluster ? number(item.count) : ''
    if (element.textContent !== text) element.textContent = text
    element.style.setProperty('--r', `${r.toFixed(1)}px`)
    L.DomUtil.setTransform(element, L.point(x, y), 1)
  }

  /** Draws the labels in the order of mentions, and keeps their boxes and names for the base map. */
  private label(drawn: Omit<Drawn, 'element'>[]): void {
    this.names.clear()
    this.labeled.clear()
    const remember = (name: string, contains: (position: L.LatLng) => boolean): void => {
      const key = name.toLocaleLowerCase()
      const before = this.names.get(key)
      this.names.set(key, at => contains(at) || (before?.(at) ?? false))
    }
    for (const p of this.places) {
      for (const name of namesOf(p)) remember(name, at => at.distanceTo([p.lat, p.lon]) < sameTownMeters)
    }
    const grid = gridOf(drawn.map(d => d.circle))
    const single = drawn
      .filter(d => d.item.count === 1)
      .sort((a, b) => b.item.mentions - a.item.mentions || (a.item.id < b.item.id ? -1 : 1))
    const labels = single.slice(0, maxLabels).map(({ item, circle }) => {
      const size = labelSize(item.mentions, this.largest)
      const name = truncate(item.places[0]?.name ?? '')
      return { id: item.id, circle, name, size, width: this.textWidth(name, size) + 4, height: size + 4, area: false }
    })
    const corner = this._map.containerPointToLayerPoint([0, 0])
    const size = this._map.getSize()
    const placed = placeSymbolLabels(labels, grid, [corner.x, corner.y, corner.x + size.x, corner.y + size.y])
    const content: HTMLElement[] = []
    const boxes: Obstacles['labels'] = []
    labels.forEach((label, i) => {
      const at = placed[i]
      if (!at) return
      boxes.push(at.box)
      this.labeled.add(label.id)
      if (at.leader) content.push(leaderLine(label.circle, at.leader))
      content.push(labelElement(label.name, at.box, label.size, 'symbol-label'))
    })
    for (const area of this.areaNames) {
      const { x, y } = this._map.latLngToLayerPoint(nearestCopy(L.latLng(area.lat, area.lon), this._map.getCenter()))
      const name = truncate(area.name).toLocaleUpperCase()
      const width = this.textWidth(name, 12) * 1.12 + 4
      const [at] = placeSymbolLabels([{ circle: { x, y, r: -8 }, name, width, height: 16 }], grid)
      const { box } = area
      const inBox = (at: L.LatLng): boolean => box !== undefined && L.latLngBounds([box[1], box[0]], [box[3], box[2]]).contains(at)
      for (const known of namesOf(area)) remember(known, inBox)
      if (!at) continue
      boxes.push(at.box)
      content.push(labelElement(name, at.box, 12, 'symbol-label area-label'))
    }
    this.labelBoxes = boxes
    this.labelPane.replaceChildren(...content)
  }

  /** Moves the symbols with the animation of a zoom; their labels are hidden until its end. */
  private animate(event: L.LeafletEvent): void {
    const { center, zoom } = event as L.ZoomAnimEvent
    const map = this._map as L.Map & { _latLngToNewLayerPoint(at: L.LatLng, zoom: number, center: L.LatLng): L.Point }
    this.labelPane.replaceChildren()
    for (const { item, element } of this.drawn) {
      const position = nearestCopy(L.latLng(item.lat, item.lon), map.getCenter())
      L.DomUtil.setTransform(element, map._latLngToNewLayerPoint(position, zoom, center), 1)
    }
  }

  /** A click beside a symbol opens the nearest one within reach of the pointer. */
  private clickNear(event: L.LeafletMouseEvent): void {
    const at = this._map.containerPointToLayerPoint(event.containerPoint)
    const reach = hasCoarsePointer() ? 22 : 8
    let nearest: Drawn | undefined
    let least = Infinity
    for (const d of this.drawn) {
      const distance = Math.hypot(d.circle.x - at.x, d.circle.y - at.y) - d.circle.r
      if (distance < reach && distance < least) {
        nearest = d
        least = distance
      }
    }
    if (nearest) this.open(nearest.item)
  }

  private open(item: SymbolItem | undefined): void {
    if (!item) return
    const [place] = item.places
    if (item.count === 1 && place) this.events.open(place.id)
    else this.events.openCluster(item)
  }

  private textWidth(name: string, size: number): number {
    if (!this.textMeasure) return name.length * size * 0.55
    this.textMeasure.font = `600 ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif`
    return this.textMeasure.measureText(name).width
  }
}

/** Returns the font size of a label by the rank of its place, in pixels. */
export function labelSize(mentions: number, largest: number): number {
  if (mentions >= 0.5 * largest && mentions > 1) return 15
  return mentions >= 0.12 * largest && mentions > 1 ? 13 : 12
}

function clusterOf(members: SymbolItem[]): SymbolItem {
  const [first] = members as [SymbolItem]
  return {
    id: `cluster:${first.id}`,
    lat: first.lat,
    lon: first.lon,
    mentions: members.reduce((sum, m) => sum + m.mentions, 0),
    places: members.flatMap(m => m.places),
    count: members.length,
    box: L.latLngBounds(members.map(m => L.latLng(m.lat, m.lon))),
  }
}

function labelElement(name: string, [left, top, right]: Obstacles['labels'][number], size: number, className: string): HTMLElement {
  const element = h('span', { class: className, dir: 'auto' }, name)
  element.style.fontSize = `${size}px`
  element.style.lineHeight = `${size + 4}px`
  element.style.width = `${right - left}px`
  L.DomUtil.setTransform(element, L.point(left, top), 1)
  return element
}

function leaderLine({ x, y, r }: Circle, [ex, ey]: [number, number]): HTMLElement {
  const angle = Math.atan2(ey - y, ex - x)
  const line = h('span', { class: 'leader' })
  line.style.width = `${Math.hypot(ex - x, ey - y) - r}px`
  line.style.transform = `translate(${x + Math.cos(angle) * r}px, ${y + Math.sin(angle) * r}px) rotate(${angle}rad)`
  return line
}

function truncate(name: string): string {
  const points = Array.from(name)
  if (points.length <= maxNameLength) return name
  return `${points
    .slice(0, maxNameLength - 1)
    .join('')
    .trimEnd()}…`
}
