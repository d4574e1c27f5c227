// The page of an article beside its map: a mention shows its pin, and a pin its mentions.

import L from 'leaflet'

import { AreaLayer } from './areas.ts'
import { byId } from './dom.ts'
import { makeNote, Marks } from './marks.ts'
import { PinLayer } from './pins.ts'
import { bring, makeStage, type Ground, type Stage } from './stage.ts'
import { isPoint, type Config, type PlaceFeature, type PlaceProperties } from './types.ts'

export class ArticleView {
  private readonly stage: Stage
  private readonly places = new Map<string, PlaceProperties>()
  private readonly pins: PinLayer
  private readonly areas: AreaLayer
  private readonly marks: Marks

  constructor(config: Config, text: HTMLElement, places: PlaceFeature[], ground: Ground | undefined) {
    for (const f of places) this.places.set(f.properties.place, f.properties)
    const events = {
      open: (place: string): void => this.marks.next(place),
      point: (place: string | undefined): void => this.light(place),
    }
    this.pins = new PinLayer(places, events)
    this.stage = makeStage(config, ground, this.pins.over)
    const { map, base } = this.stage
    this.areas = new AreaLayer(places, events, point => this.pins.dotAt(point) !== undefined).addTo(map)
    const note = makeNote()
    map.getContainer().after(note)
    this.marks = new Marks(text, note, { point: place => this.light(place), choose: mark => this.choose(mark) }, mention =>
      byId(`d-${mention}`)?.querySelector('.reasons')?.cloneNode(true))
    const bounds = this.pins.bounds() ?? this.areas.bounds()
    if (bounds) map.fitBounds(bounds, { padding: [56, 48], maxZoom: 8, animate: false })
    map.addLayer(this.pins)
    base?.refresh()
    map.on('click', event => {
      const place = this.pins.dotAt(event.containerPoint)
      if (place !== undefined) this.marks.next(place)
    })
    this.follow()
    window.addEventListener('hashchange', () => this.follow())
  }

  /** Opens the mention that the address names. */
  private follow(): void {
    const id = location.hash.slice(1)
    if (id.startsWith('m-')) this.marks.open(id)
  }

  private choose(mark: HTMLElement | undefined): void {
    const place = this.places.get(mark?.dataset.place ?? '')
    this.stage.map.invalidateSize({ pan: false }) // the note takes room from the map, or gives it back
    this.pins.select(place?.place)
    this.areas.mark('selected', place?.place)
    this.stage.base?.refresh()
    if (mark && location.hash !== `#${mark.id}`) history.replaceState(null, '', `#${mark.id}`)
    if (!place) return
    const bounds = this.areas.bounds(place.place)
    if (bounds) bring(this.stage.map, bounds)
    else if (isPoint(place)) bring(this.stage.map, L.latLng(place.lat, place.lon))
  }

  private light(place: string | undefined): void {
    this.pins.light(place)
    this.areas.mark('lit', place)
    this.marks.light(place)
  }
}
