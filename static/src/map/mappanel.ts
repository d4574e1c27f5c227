// The map with its symbols, areas and rings: what the map page, article pages and place pages share.

import * as L from 'leaflet'

import type { MapPosition } from '../address.ts'
import type { Config } from '../config.ts'
import { h, prefersReducedMotion } from '../dom.ts'
import { t } from '../i18n.ts'
import type { Source } from '../source.ts'
import { type GeoBox, isPoint, type PlaceRow, placeName, type TileSymbol } from '../viewdata.ts'
import { AreaLayer } from './arealayer.ts'
import { type BaseMapSource, createMap, fitBox, type MapContainer, maxZoom, nearestCopy } from './mapcontainer.ts'
import { RelationShape } from './relationshape.ts'
import { Ring } from './ring.ts'
import { type SymbolItem, SymbolLayer } from './symbollayer.ts'

export interface MapPanelEvents {
  open(place: string): void
  highlight(place: string | undefined): void
  moved?(): void
  /** The user has asked for everything to be shown. */
  showAll?(): void
}

export class MapPanel {
  readonly map: L.Map
  readonly relation: RelationShape
  private readonly container: MapContainer
  private readonly events: MapPanelEvents
  private readonly symbols: SymbolLayer
  private readonly areas: AreaLayer
  private readonly selectedRing: Ring
  private readonly highlightRing: Ring
  private readonly live = h('p', { class: 'visually-hidden', role: 'status' })
  private places = new Map<string, PlaceRow>()
  private selected: string | undefined
  private highlighted: string | undefined
  /** The symbol that the keyboard has stepped to. */
  private current: SymbolItem | undefined
  private wanted: MapPosition | undefined
  private all: GeoBox | undefined
  private frame: GeoBox | undefined
  /** Pixels of the map that are covered at the left, top, right and bottom. */
  covered = (): [number, number, number, number] => [0, 0, 0, 0]

  constructor(config: Config, source: Source, baseMap: BaseMapSource | undefined, events: MapPanelEvents) {
    this.events = events
    const symbolEvents = {
      open: (place: string): void => events.open(place),
      openCluster: (item: SymbolItem): void => this.openCluster(item),
      highlight: (place: string | undefined): void => events.highlight(place),
    }
    this.symbols = new SymbolLayer(symbolEvents)
    this.container = createMap(config, baseMap, {
      obstacles: () => this.symbols.obstacles(),
      named: (name, lat, lon) => this.symbols.isNamed(name, lat, lon),
    })
    this.map = this.container.map
    this.areas = new AreaLayer(this.map, () => this.container.base, source, symbolEvents)
    this.areas.onNames = areas => this.symbols.setAreaNames(areas)
    this.relation = new RelationShape(this.map)
    this.selectedRing = new Ring(this.map, 'selected')
    this.highlightRing = new Ring(this.map, 'highlighted')
    this.symbols.on('layout', () => this.afterLayout())
    this.map.addLayer(this.symbols)
    this.map.on('moveend', () => events.moved?.())
    this.map.on('zoomstart', () => this.highlightRing.hide())
    this.map.getContainer().append(this.live)
    this.map.getContainer().addEventListener('keydown', event => this.handleKey(event))
    this.addShowAll()
  }

  /** Sets the places and draws them. */
  setPlaces(places: PlaceRow[], largest: number): void {
    this.places = new Map(places.map(p => [p.id, p]))
    this.container.key.setLargest(largest)
    this.symbols.setPlaces(places, largest)
    this.areas.setPlaces(places)
  }

  /** Sets symbols that the server has clustered, and the areas among the places. */
  setTiles(symbols: TileSymbol[], places: PlaceRow[], largest: number): void {
    this.places = new Map(places.map(p => [p.id, p]))
    for (const s of symbols) if (s.place) this.places.set(s.place.id, s.place)
    this.container.key.setLargest(largest)
    const items = symbols.map(
      (s): SymbolItem => ({
        id: s.place?.id ?? `cluster:${s.lat},${s.lon},${s.places}`,
        lat: s.lat,
        lon: s.lon,
        mentions: s.mentions,
        places: s.place ? [s.place] : [],
        count: s.places,
        box: L.latLngBounds([s.box[1], s.box[0]], [s.box[3], s.box[2]]),
      }),
    )
    this.symbols.setSymbols(items, largest)
    this.areas.setPlaces(places)
  }

  /** Sets the extents of the first view and of all places. */
  setFrames(frame: GeoBox | null, all: GeoBox | null): void {
    this.frame = frame ?? undefined
    this.all = all ?? undefined
    const differs = frame !== null && all !== null && frame.some((v, i) => Math.abs(v - (all[i] as number)) > 0.01)
    this.map.getContainer().classList.toggle('has-more', differs)
  }

  /** Shows the first view. */
  showFrame(animate = false): void {
    if (this.frame) fitBox(this.map, this.frame, this.covered(), animate)
  }

  showAll(): void {
    if (this.all) fitBox(this.map, this.all, this.covered(), !prefersReducedMotion())
    this.events.showAll?.()
  }

  /** The position of the map; the one that was set last as long as the map is there to the pixel. */
  get position(): MapPosition {
    const center = this.map.getCenter()
    const zoom = this.map.getZoom()
    const { wanted } = this
    if (wanted?.zoom === zoom) {
      const distance = this.map.project(center, zoom).distanceTo(this.map.project([wanted.lat, wanted.lng], zoom))
      if (distance < 1) return wanted
    }
    return { zoom, lat: center.lat, lng: center.lng }
  }

  setPosition(position: MapPosition): void {
    const { zoom, lat, lng } = position
    this.wanted = position
    this.map.setView([lat, lng], Math.min(Math.max(zoom, this.map.getMinZoom()), maxZoom), { animate: false })
  }

  /** Marks a place as the selected one; the map does not move. */
  select(place: string | undefined): void {
    this.selected = place
    this.symbols.select(place)
    this.areas.select(place)
    this.drawRings()
  }

  /** Draws a ring around a place that is pointed at. */
  highlight(place: string | undefined): void {
    if (this.highlighted === place) return
    this.highlighted = place
    this.areas.highlight(place)
    this.drawRings()
  }

  /** Moves the map so that a place is well in view. It stays if the place is in view already. */
  panTo(place: string): void {
    const row = this.places.get(place)
    if (!row) return
    const animate = !prefersReducedMotion()
    const [left, top, right, bottom] = this.covered()
    const bounds = isPoint(row) ? undefined : this.areas.bounds(place)
    if (bounds) {
      const tooSmall = this.map.getBoundsZoom(bounds) > this.map.getZoom() + 2
      if (!this.map.getBounds().contains(bounds) || tooSmall) {
        this.map.fitBounds(bounds, {
          paddingTopLeft: [left + 40, top + 40],
          paddingBottomRight: [right + 40, bottom + 40],
          maxZoom: 9,
          animate,
        })
      }
      return
    }
    if (!isPoint(row)) return
    const position = nearestCopy(L.latLng(row.lat, row.lon), this.map.getCenter())
    const size = this.map.getSize()
    const at = this.map.latLngToContainerPoint(position)
    const free = { left: left + 40, top: top + 40, right: size.x - right - 40, bottom: size.y - bottom - 40 }
    if (at.x >= free.left && at.x <= free.right && at.y >= free.top && at.y <= free.bottom) return
    const target = L.point((free.left + free.right) / 2, (free.top + free.bottom) / 2)
    this.map.panBy(at.subtract(target), { animate })
  }

  /** Zooms to a place. */
  zoomTo(place: string): void {
    const row = this.places.get(place)
    if (!row) return
    const bounds = this.areas.bounds(place)
    const animate = !prefersReducedMotion()
    if (bounds && !isPoint(row)) this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: 10, animate })
    else this.map.setView(nearestCopy(L.latLng(row.lat, row.lon), this.map.getCenter()), Math.max(this.map.getZoom(), 9), { animate })
  }

  /** Redraws after the size of the map has changed. */
  resized(): void {
    this.map.invalidateSize({ pan: false })
  }

  private openCluster(item: SymbolItem): void {
    const zoom = this.map.getZoom()
    const [place] = item.places
    if (zoom >= maxZoom && place) this.events.open(place.id)
    else if (item.box) {
      const wanted = Math.min(Math.max(this.map.getBoundsZoom(item.box, false, L.point(80, 80)), zoom + 1.5), maxZoom)
      this.map.setView(item.box.getCenter(), wanted, { animate: !prefersReducedMotion() })
    }
  }

  private afterLayout(): void {
    this.container?.base?.refresh()
    this.drawRings()
  }

  private drawRings(): void {
    // A highlighted symbol may be a cluster, which has an id of its own.
    const found = this.selected === undefined ? undefined : this.symbols.find(this.selected)
    const labeled = this.selected !== undefined && this.symbols.isLabeled(this.selected)
    const name = this.selected === undefined || labeled ? '' : (this.places.get(this.selected)?.name ?? '')
    if (found) this.selectedRing.show(found.circle, name)
    else this.selectedRing.hide()
    const id = this.highlighted
    const pointed = id === undefined ? undefined : (this.symbols.find(id) ?? this.symbols.findItem(id))
    if (pointed && id !== this.selected)
      this.highlightRing.show(pointed.circle, this.symbols.isLabeled(pointed.item.id) ? '' : this.nameOf(id, pointed.item))
    else this.highlightRing.hide()
  }

  private nameOf(id: string | undefined, item: SymbolItem): string {
    const row = id === undefined ? undefined : this.places.get(id)
    return row?.name ?? t('places', { n: item.count })
  }

  /** Steps to the next or previous symbol in view, in reading order, and speaks it. */
  private step(by: number): void {
    const items = this.symbols.inView()
    if (items.length === 0) {
      this.live.textContent = t('nothingInView')
      return
    }
    const at = items.findIndex(i => i.id === this.current?.id)
    const index = at < 0 ? (by > 0 ? 0 : items.length - 1) : (at + by + items.length) % items.length
    const item = items[index] as SymbolItem
    this.current = item
    const found = this.symbols.findItem(item.id)
    const name = item.count === 1 && item.places[0] ? placeName(item.places[0]) : (found?.element.getAttribute('aria-label') ?? '')
    this.live.textContent = t('stepOnMap', { name, n: index + 1, of: items.length })
    this.events.highlight(item.count === 1 ? item.places[0]?.id : item.id)
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== this.map.getContainer()) return
    const pan = 80
    const moves: Record<string, [number, number]> = { ArrowLeft: [-pan, 0], ArrowRight: [pan, 0], ArrowUp: [0, -pan], ArrowDown: [0, pan] }
    const move = moves[event.key]
    if (move) this.map.panBy(move, { animate: false })
    else if (event.key === '+' || event.key === '=') this.map.zoomIn()
    else if (event.key === '-') this.map.zoomOut()
    else if (event.key === 'n') this.step(1)
    else if (event.key === 'p') this.step(-1)
    else if (event.key === '0') this.showAll()
    else if (event.key === '.' && this.currentPlace !== undefined) this.zoomTo(this.currentPlace)
    else if (event.key === 'Enter' && this.current) this.openCurrent(this.current)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  private get currentPlace(): string | undefined {
    return this.current?.count === 1 ? this.current.places[0]?.id : this.selected
  }

  private openCurrent(item: SymbolItem): void {
    const [place] = item.places
    if (item.count === 1 && place) this.events.open(place.id)
    else this.openCluster(item)
  }

  /** Adds the button that shows all places to the zoom buttons. */
  private addShowAll(): void {
    const button = h(
      'a',
      { href: '#', role: 'button', class: 'show-all', title: t('showAll'), 'aria-label': t('showAll'), tabindex: -1 },
      '⤢',
    )
    L.DomEvent.disableClickPropagation(button)
    button.addEventListener('click', event => {
      event.preventDefault()
      this.showAll()
    })
    this.map.getContainer().querySelector('.leaflet-control-zoom')?.append(button)
  }
}
