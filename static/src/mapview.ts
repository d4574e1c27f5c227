// A map with its list: choosing a place anywhere opens its passages, and the address says what is open.

import L from 'leaflet'

import { AreaLayer } from './areas.ts'
import { Card, onPlainClick, type CardLinks } from './card.ts'
import type { Source } from './data.ts'
import { byId, lessMotion } from './dom.ts'
import { PlaceList } from './list.ts'
import { PinLayer } from './pins.ts'
import { RelationShape } from './relation.ts'
import { bring, makeStage, maxZoom, minZoom, type Ground, type Stage } from './stage.ts'
import { formatState, parseState, type State } from './state.ts'
import type { Config, MentionProperties, PlaceFeature, PlaceProperties } from './types.ts'

/** Content that a map can show in the card's place besides passages. */
export interface Panels {
  /** Fills the card for a state that is not about a place; false when it does not know it. */
  open(state: State, card: Card): boolean
  light(place: string | undefined): void
}

export class MapView {
  readonly stage: Stage
  private readonly config: Config
  private readonly source: Source
  private readonly card: Card | undefined
  private readonly links: CardLinks
  private readonly places = new Map<string, PlaceProperties>()
  private readonly list: PlaceList
  private readonly pins: PinLayer
  private readonly areas: AreaLayer
  private readonly relation: RelationShape
  private readonly panels: Panels | undefined
  private state: State = {}
  private openedFrom: Element | null = null

  constructor(config: Config, source: Source, places: PlaceFeature[], links: CardLinks, ground: Ground | undefined, panels?: Panels) {
    this.config = config
    this.source = source
    this.panels = panels
    this.links = links
    for (const f of places) this.places.set(f.properties.place, f.properties)
    const events = { open: (place: string) => this.choose(place), point: (place: string | undefined) => this.light(place) }
    this.pins = new PinLayer(places, events)
    this.stage = makeStage(config, ground, this.pins.over)
    const { map } = this.stage
    this.areas = new AreaLayer(places, events, point => this.pins.dotAt(point) !== undefined).addTo(map)
    this.relation = new RelationShape(map)
    // A place's own page shows its passages itself; there a pin leads to the page of its place.
    if (byId('detail')) this.card = new Card(links, { close: () => this.leave(), shown: m => this.shown(m) })
    this.list = new PlaceList(places, place => links.placePage(place) ?? formatState({ place }))
    this.frame()
    map.addLayer(this.pins)
    this.stage.base?.refresh()
    map.on('click', event => {
      const place = this.pins.dotAt(event.containerPoint)
      if (place !== undefined) this.choose(place)
    })
    map.on('moveend', () => this.remember())
    this.connectList()
    window.addEventListener('popstate', () => this.follow())
    window.addEventListener('hashchange', () => this.follow())
  }

  /** Opens what the address asks for. */
  start(): void {
    this.mark(this.config.selected)
    this.apply(parseState(location.hash), false)
  }

  /** Goes where the address says, after the reader went back or followed a link. */
  private follow(): void {
    const state = parseState(location.hash)
    const { map } = this.stage
    const now = this.position()
    const asked = state.map
    if (asked && (asked.zoom !== now.zoom || Math.abs(asked.lat - now.lat) > 0.01 || Math.abs(asked.lng - now.lng) > 0.01)) {
      map.setView([asked.lat, asked.lng], asked.zoom, { animate: false })
    }
    this.apply(state, false)
  }

  /** Shows all pins, or what the address or the page asks for. */
  private frame(): void {
    const { map } = this.stage
    const asked = parseState(location.hash).map
    if (asked) {
      map.setView([asked.lat, asked.lng], Math.min(Math.max(asked.zoom, minZoom), maxZoom), { animate: false })
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
    for (const [on, off] of [['mouseover', 'mouseout'], ['focusin', 'focusout']] as const) {
      overview.addEventListener(on, event => {
        const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-place]') : null
        if (link) this.light(link.dataset.place)
      })
      overview.addEventListener(off, () => this.light(undefined))
    }
  }

  /** The reader chose a place: opens it and puts it into the address. */
  private choose(place: string): void {
    if (!this.card) {
      const page = this.links.placePage(place)
      if (page !== undefined) location.assign(page)
      return
    }
    this.openedFrom = document.activeElement
    this.go({ place })
  }

  private leave(): void {
    this.go({})
    const back = this.openedFrom?.isConnected ? this.openedFrom : undefined
    if (back instanceof HTMLElement || back instanceof SVGElement) back.focus({ preventScroll: true })
  }

  private go(state: State): void {
    const next = { ...state, map: this.position() }
    // In another's page the way back is that page's.
    if (this.config.view !== 'embed') history.pushState(null, '', formatState(next) || location.pathname + location.search)
    this.apply(next, true)
  }

  private apply(state: State, focus: boolean): void {
    const before = this.state
    this.state = state
    if (state.place === before.place && state.article === before.article && state.ledger === before.ledger && state.articles === before.articles) {
      if (state.mention === before.mention || state.place !== undefined) return
    }
    this.relation.clear()
    const place = state.place === undefined ? undefined : this.places.get(state.place)
    const { card } = this
    if (!card) return
    if (place) {
      this.open(card, place, state.mention, focus)
    } else {
      this.mark(undefined)
      if (!this.panels?.open(state, card)) card.close()
    }
    const overview = byId('overview')
    if (overview) overview.hidden = card.isOpen
    if (card.isOpen && focus) byId('detail')?.scrollIntoView({ block: 'nearest', behavior: lessMotion() ? 'auto' : 'smooth' })
  }

  private open(card: Card, place: PlaceProperties, mention: string | undefined, focus: boolean): void {
    this.mark(place.place)
    card.open(place, focus)
    const bounds = this.areas.bounds(place.place)
    if (!parseState(location.hash).map || focus) {
      if (bounds) bring(this.stage.map, bounds)
      else if (place.precision === 'site' || place.precision === 'settlement') bring(this.stage.map, L.latLng(place.lat, place.lon))
    }
    this.source.passages(place.place).then(
      mentions => {
        if (this.state.place === place.place) card.show(mentions, mention)
      },
      () => {
        if (this.state.place === place.place) card.fail('The passages could not be loaded. Try again when the connection is back.')
      },
    )
  }

  /** Another passage is shown: its relation is drawn, and the address names it. */
  private shown(m: MentionProperties): void {
    this.relation.show(m)
    if (this.state.place === undefined || this.state.mention === m.mention) return
    this.state = { ...this.state, mention: m.mention }
    this.remember()
  }

  /** Selects a place on the map without opening it. */
  mark(place: string | undefined): void {
    this.pins.select(place)
    this.areas.mark('selected', place)
    this.stage.base?.refresh()
  }

  /** Shows where a place is, for as long as something about it is pointed at. */
  light(place: string | undefined): void {
    this.panels?.light(place)
    this.pins.light(place)
    this.areas.mark('lit', place)
    this.list.light(place)
  }

  private position(): { zoom: number; lat: number; lng: number } {
    const { map } = this.stage
    const { lat, lng } = map.getCenter()
    return { zoom: map.getZoom(), lat, lng }
  }

  private remember(): void {
    if (this.config.view === 'embed') return
    this.state = { ...this.state, map: this.position() }
    history.replaceState(null, '', formatState(this.state))
  }
}
