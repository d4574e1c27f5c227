// A map with its list and card: choosing a place anywhere opens its passages, and the address changes with what is open.

import L from 'leaflet'

import { byId, onPlainClick, prefersReducedMotion } from '../dom.ts'
import type { LayerSource } from '../layersource.ts'
import { Card, type CardLinks } from '../panel/card.ts'
import { PlaceList } from '../panel/placelist.ts'
import { formatState, type MapPosition, parseState, type State } from '../state.ts'
import { type Config, isPoint, type MentionProperties, type PlaceFeature, type PlaceProperties } from '../types.ts'
import { AreaLayer } from './arealayer.ts'
import { type BaseMapSource, createMap, type MapContainer, maxZoom, minZoom, panIntoView } from './mapcontainer.ts'
import { PinLayer } from './pinlayer.ts'
import { RelationShape } from './relationshape.ts'

/** Fills the card with content other than the passages of a place. */
export interface DetailPanel {
  /** Shows a state that is not about a place; returns false if it has no content for the state. */
  open(state: State, card: Card): boolean
  highlight(place: string | undefined): void
}

export class MapView {
  private readonly container: MapContainer
  private readonly config: Config
  private readonly source: LayerSource
  /** Undefined on the page of a place, which has its passages in the page: there, pins link to the pages of their places. */
  private readonly card: Card | undefined
  private readonly links: CardLinks
  private readonly places = new Map<string, PlaceProperties>()
  private readonly list: PlaceList
  private readonly pins: PinLayer
  private readonly areas: AreaLayer
  private readonly relation: RelationShape
  private readonly detailPanel: DetailPanel | undefined
  private state: State = {}
  private openedFrom: Element | null = null

  constructor(
    config: Config,
    source: LayerSource,
    places: PlaceFeature[],
    links: CardLinks,
    baseMap: BaseMapSource | undefined,
    detailPanel?: DetailPanel,
  ) {
    this.config = config
    this.source = source
    this.detailPanel = detailPanel
    this.links = links
    for (const f of places) this.places.set(f.properties.place, f.properties)
    const events = { open: (place: string) => this.choose(place), highlight: (place: string | undefined) => this.highlight(place) }
    this.pins = new PinLayer(places, events)
    this.container = createMap(config, baseMap, this.pins.overlayHooks)
    const { map } = this.container
    this.areas = new AreaLayer(places, events, point => this.pins.dotAt(point) !== undefined).addTo(map)
    this.relation = new RelationShape(map)
    if (byId('detail')) this.card = new Card(links, { close: () => this.close(), shown: m => this.passageShown(m) })
    this.list = new PlaceList(places, place => links.placePage(place) ?? formatState({ place }))
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
    if (!this.card) {
      const page = this.links.placePage(place)
      if (page !== undefined) location.assign(page)
      return
    }
    this.openedFrom = document.activeElement
    this.navigate({ place })
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
    const { card } = this
    if (!card) return
    const place = state.place === undefined ? undefined : this.places.get(state.place)
    if (place) {
      this.openPlace(card, place, state.mention, focus)
    } else {
      this.select(undefined)
      if (!this.detailPanel?.open(state, card)) card.close()
    }
    const overview = byId('overview')
    if (overview) overview.hidden = card.isOpen
    if (card.isOpen && focus) byId('detail')?.scrollIntoView({ block: 'nearest', behavior: prefersReducedMotion() ? 'auto' : 'smooth' })
  }

  private openPlace(card: Card, place: PlaceProperties, mention: string | undefined, focus: boolean): void {
    this.select(place.place)
    card.open(place, focus)
    if (!parseState(location.hash).map || focus) {
      const bounds = this.areas.bounds(place.place)
      if (bounds) panIntoView(this.container.map, bounds)
      else if (isPoint(place)) panIntoView(this.container.map, L.latLng(place.lat, place.lon))
    }
    const isCurrent = (): boolean => this.state.place === place.place
    this.source.passages(place.place).then(
      mentions => {
        if (isCurrent()) card.show(mentions, mention)
      },
      () => {
        if (isCurrent()) card.fail(() => this.openPlace(card, place, mention, focus))
      },
    )
  }

  /** Draws the relation of the passage that is now shown and adds it to the address. */
  private passageShown(m: MentionProperties): void {
    this.relation.show(m)
    if (this.state.place === undefined || this.state.mention === m.mention) return
    this.state = { ...this.state, mention: m.mention }
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
    this.detailPanel?.highlight(place)
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
