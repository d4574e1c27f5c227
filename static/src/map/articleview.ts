// The map of an article page: mentions and pins highlight each other.

import L from 'leaflet'

import { FragmentLoader } from '../fragments.ts'
import { createNote, Highlights } from '../panel/highlights.ts'
import { type Config, isPoint, type PlaceFeature, type PlaceProperties } from '../types.ts'
import { AreaLayer } from './arealayer.ts'
import { type BaseMapSource, createMap, type MapContainer, panIntoView } from './mapcontainer.ts'
import { PinLayer } from './pinlayer.ts'

export class ArticleView {
  private readonly container: MapContainer
  private readonly places = new Map<string, PlaceProperties>()
  private readonly pins: PinLayer
  private readonly areas: AreaLayer
  private readonly highlights: Highlights

  constructor(config: Config, text: HTMLElement, places: PlaceFeature[], baseMap: BaseMapSource | undefined) {
    for (const f of places) this.places.set(f.properties.place, f.properties)
    const events = {
      open: (place: string): void => this.highlights.next(place),
      highlight: (place: string | undefined): void => this.highlight(place),
    }
    this.pins = new PinLayer(places, events)
    this.container = createMap(config, baseMap, this.pins.overlayHooks)
    const { map, base } = this.container
    this.areas = new AreaLayer(places, events, point => this.pins.dotAt(point) !== undefined).addTo(map)
    const loader = new FragmentLoader()
    this.highlights = new Highlights(
      text,
      createNote(),
      { highlight: place => this.highlight(place), choose: mention => this.choose(mention) },
      mark => loader.load(mark.getAttribute('href') ?? ''),
    )
    const bounds = this.pins.bounds() ?? this.areas.bounds()
    if (bounds) map.fitBounds(bounds, { padding: [56, 48], maxZoom: 8, animate: false })
    map.addLayer(this.pins)
    base?.refresh()
    map.on('click', event => {
      const place = this.pins.dotAt(event.containerPoint)
      if (place !== undefined) this.highlights.next(place)
    })
    this.openFromAddress()
    window.addEventListener('hashchange', () => this.openFromAddress())
  }

  /** Opens the mention in the fragment of the address. */
  private openFromAddress(): void {
    const id = location.hash.slice(1)
    if (id.startsWith('m-')) this.highlights.open(id)
  }

  private choose(mention: HTMLElement | undefined): void {
    const place = this.places.get(mention?.dataset.place ?? '')
    const { map, base } = this.container
    this.pins.select(place?.place)
    this.areas.select(place?.place)
    base?.refresh()
    if (mention && location.hash !== `#${mention.id}`) history.replaceState(null, '', `#${mention.id}`)
    if (!place) return
    const bounds = this.areas.bounds(place.place)
    if (bounds) panIntoView(map, bounds)
    else if (isPoint(place)) panIntoView(map, L.latLng(place.lat, place.lon))
  }

  private highlight(place: string | undefined): void {
    this.pins.highlight(place)
    this.areas.highlight(place)
    this.highlights.highlight(place)
  }
}
