// A map with its list and card: choosing a place anywhere opens its passages, and the address changes with what is open.

import L from 'leaflet'

import { byId, onPlainClick, prefersReducedMotion } from '../dom.ts'
import { t } from '../i18n.ts'
import { PlaceList } from '../panel/placelist.ts'
import { Reading, type ReadingContent } from '../panel/reading.ts'
import { formatState, type MapPosition, parseState, type State } from '../state.ts'
import { type Config, isPoint, type PlaceFeature, type PlaceProperties } from '../types.ts'
import { AreaLayer } from './arealayer.ts'
import { type BaseMapSource, createMap, type MapContainer, maxZoom, minZoom, panIntoView } from './mapcontainer.ts'
import { PinLayer } from './pinlayer.ts'
import { RelationShape } from './relationshape.ts'

/** Where the content of the reading pane comes from: the page's server, or the annex of a single-file map. */
export interface ContentSource {
  /** Returns what a state opens in the reading pane; undefined if nothing. */
  content(state: State): Omit<ReadingContent, 'focus'> | undefined
  /** Loads the note about a mark of an article. */
  describe(mark: HTMLElement): Promise<Node>
  /** Returns the address of a place for the list and for pages without a reading pane. */
  placePage(place: string): string
}

export class MapView {
  private readonly container: MapContainer
  private readonly config: Config
  private readonly source: ContentSource
  /** Undefined on the page of a place, which has its passages in the page: there, pins link to the pages of their places. */
  private readonly reading: Reading | undefined
  private readonly places = new Map<string, PlaceProperties>()
  private readonly list: PlaceList
  private readonly pins: PinLayer
  private readonly areas: AreaLayer
  private readonly relation: RelationShape
  private state: State = {}
  private openedFrom: Element | null = null

  constructor(config: Config, source: ContentSource, places: PlaceFeature[], baseMap: BaseMapSource | undefined) {
    this.config = config
    this.source = source
    for (const f of places) this.places.set(f.properties.place, f.properties)
    const events = { open: (place: string) => this.choose(place), highlight: (place: string | undefined) => this.highlight(place) }
    this.pins = new PinLayer(places, events)
    this.container = createMap(config, baseMap, this.pins.overlayHooks)
    const { map } = this.container
    this.areas = new AreaLayer(places, events, point => this.pins.dotAt(point) !== undefined).addTo(map)
    this.relation = new RelationShape(map)
    const detail = byId('detail')
    if (detail) {
      this.reading = new Reading(
        detail,
        { back: byId('overview') ? `‹ ${t('allPlaces')}` : `× ${t('close')}`, newTab: config.view === 'embed' },
        {
          close: () => this.close(),
          shown: item => this.passageShown(item),
          readInContext: link => this.readInContext(link),
          openPlace: place => this.openPlaceLink(place),
          highlight: place => this.highlight(place),
          describe: mark => source.describe(mark),
        },
      )
    }
    this.list = new PlaceList(places, place => source.placePage(place))
    this.setInitialView()
    map.addLayer(this.pins)
    this.container.base?.refresh()
    map.on('click', event => {
      const place = this.pins.dotAt(event.containerPoint)
      if (place !== undefined) this.choose(place)
    })
    map.on('moveend', () => this.replaceState())
    this.connectList()
    window.addEventListener('popstate', () => this.openFromAddress())
    window.addEventListener('hashchange', () => this.openFromAddress())
  }

  /** Opens what the address names. */
  start(): void {
    this.select(this.config.selected)
    this.apply(parseState(location.hash), false)
  }

  /** Opens what the address names after navigation in the history. */
  private openFromAddress(): void {
    const state = parseState(location.hash)
    const current = this.position()
    const wanted = state.map
    const moved =
      wanted && (wanted.zoom !== current.zoom || Math.abs(wanted.lat - current.lat) > 0.01 || Math.abs(wanted.lng - current.lng) > 0.01)
    if (moved) this.container.map.setView([wanted.lat, wanted.lng], wanted.zoom, { animate: false })
    this.apply(state, false)
  }

  /** Shows the position in the address, the page's place, or all pins. */
  private setInitialView(): void {
    const { map } = this.container
    const position = parseState(location.hash).map
    if (position) {
      map.setView([position.lat, position.lng], Math.min(Math.max(position.zoom, minZoom), maxZoom), { animate: false })
      return
    }
    const selected = this.config.selected === undefined ? undefined : this.places.get(this.config.selected)
    if (selected) {
      const bounds = this.areas.bounds(selected.place)
      if (bounds) map.fitBounds(bounds, { padding: [40, 40], maxZoom: 8, animate: false })
      else map.setView([selected.lat, selected.lon], 7, { animate: false })
      return
    }
    const bounds = this.pins.bounds() ?? this.areas.bounds()
    if (bounds) map.fitBounds(bounds, { padding: [56, 48], maxZoom: 8, animate: false })
  }

  private connectList(): void {
    const overview = byId('overview')
    if (!overview) return
    onPlainClick(overview, 'a[data-place]', link => this.choose(link.dataset.place ?? ''))
    for (const [enter, leave] of [
      ['mouseover', 'mouseout'],
      ['focusin', 'focusout'],
    ] as const) {
      overview.addEventListener(enter, event => {
        const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-place]') : null
        if (link) this.highlight(link.dataset.place)
      })
      overview.addEventListener(leave, () => this.highlight(undefined))
    }
  }

  /** Opens a place that the user chose and adds it to the history. */
  private choose(place: string): void {
    if (!this.reading) {
      location.assign(this.source.placePage(place))
      return
    }
    this.openedFrom = document.activeElement
    this.navigate({ place })
  }

  /** In a single-file map the article of a passage opens in the reading pane. */
  private readInContext(link: HTMLAnchorElement): boolean {
    if (this.config.view !== 'file') return false
    location.hash = link.hash
    return true
  }

  private openPlaceLink(place: string): boolean {
    if (!this.places.has(place) || this.config.view === 'embed') return false
    this.choose(place)
    return true
  }

  private close(): void {
    this.navigate({})
    const element = this.openedFrom?.isConnected ? this.openedFrom : undefined
    if (element instanceof HTMLElement || element instanceof SVGElement) element.focus({ preventScroll: true })
  }

  private navigate(state: State): void {
    const next = { ...state, map: this.position() }
    // The history of an embedded map is that of the page around it.
    if (this.config.view !== 'embed') history.pushState(null, '', formatState(next) || location.pathname + location.search)
    this.apply(next, true)
  }

  private apply(state: State, focus: boolean): void {
    const previous = this.state
    this.state = state
    if (sameContent(state, previous) && (state.mention === previous.mention || state.place !== undefined)) return
    this.relation.clear()
    const { reading } = this
    if (!reading) return
    const content = this.source.content(state)
    this.select(state.place)
    if (content) reading.open({ ...content, focus })
    else reading.close()
    const place = state.place === undefined ? undefined : this.places.get(state.place)
    if (place && content && (!parseState(location.hash).map || focus)) this.panTo(place)
    const overview = byId('overview')
    if (overview) overview.hidden = reading.isOpen
    if (reading.isOpen && focus) reading.element.scrollIntoView({ block: 'nearest', behavior: prefersReducedMotion() ? 'auto' : 'smooth' })
  }

  private panTo(place: PlaceProperties): void {
    const bounds = this.areas.bounds(place.place)
    if (bounds) panIntoView(this.container.map, bounds)
    else if (isPoint(place)) panIntoView(this.container.map, L.latLng(place.lat, place.lon))
  }

  /** Draws the relation of the passage that is now shown and adds it to the address. */
  private passageShown(item: HTMLElement): void {
    this.relation.show(item.dataset)
    if (item.classList.contains('m')) this.select(item.dataset.place)
    const { mention } = item.dataset
    if (this.state.place === undefined || this.state.mention === mention) return
    this.state = { ...this.state, mention }
    this.replaceState()
  }

  /** Selects a place on the map without opening it. */
  select(place: string | undefined): void {
    this.pins.select(place)
    this.areas.select(place)
    this.container.base?.refresh()
  }

  /** Highlights a place on the map, in the list and in the card. */
  highlight(place: string | undefined): void {
    this.reading?.highlight(place)
    this.pins.highlight(place)
    this.areas.highlight(place)
    this.list.highlight(place)
  }

  private position(): MapPosition {
    const { map } = this.container
    const { lat, lng } = map.getCenter()
    return { zoom: map.getZoom(), lat, lng }
  }

  private replaceState(): void {
    if (this.config.view === 'embed') return
    this.state = { ...this.state, map: this.position() }
    history.replaceState(null, '', formatState(this.state))
  }
}

/** Reports whether two states show the same place, article or list. */
function sameContent(a: State, b: State): boolean {
  return a.place === b.place && a.article === b.article && a.ledger === b.ledger && a.articles === b.articles
}
