// The page of an article: its marks and the symbols of the map highlight each other.

import { serverAddress } from '../address.ts'
import type { Config } from '../config.ts'
import { FragmentLoader } from '../fragments.ts'
import { createNote, Highlights } from '../panel/highlights.ts'
import { RestOfText } from '../panel/restoftext.ts'
import type { Source } from '../source.ts'
import type { BaseMapSource } from './mapcontainer.ts'
import { MapPanel } from './mappanel.ts'

export class ArticlePage {
  readonly panel: MapPanel
  private readonly highlights: Highlights
  private readonly text: HTMLElement

  constructor(config: Config, text: HTMLElement, source: Source, baseMap: BaseMapSource | undefined) {
    this.text = text
    this.panel = new MapPanel(config, source, baseMap, {
      open: place => this.highlights.next(place),
      highlight: place => this.highlight(place),
    })
    this.highlights = new Highlights(
      text,
      createNote(),
      { highlight: place => this.highlight(place), choose: mark => this.choose(mark) },
      mark => source.note(mark),
    )
    new RestOfText(text, new FragmentLoader())
  }

  async start(source: Source): Promise<void> {
    const data = await source.view(new URLSearchParams({ role: 'all' }), '')
    this.panel.setFrames(data.frame, data.all)
    const { position } = serverAddress.parse(location)
    if (position) this.panel.setPosition(position)
    else this.panel.showFrame()
    this.panel.setPlaces(data.places, Math.max(1, ...data.places.map(p => p.mentions)))
    this.openFromAddress()
    // The words of a search are what the reader looks for.
    if (location.hash === '') this.text.querySelector('.hit')?.scrollIntoView({ block: 'center' })
    window.addEventListener('hashchange', () => this.openFromAddress())
  }

  /** Opens the mark in the fragment of the address. */
  private openFromAddress(): void {
    const id = location.hash.slice(1)
    if (id.startsWith('m-')) this.highlights.open(id)
  }

  private choose(mark: HTMLElement | undefined): void {
    const place = mark?.dataset.place
    this.panel.select(place)
    this.panel.relation.show(mark?.dataset ?? {})
    if (mark && location.hash !== `#${mark.id}`) history.replaceState(null, '', `#${mark.id}`)
    if (place !== undefined) this.panel.panTo(place)
  }

  private highlight(place: string | undefined): void {
    this.panel.highlight(place)
    this.highlights.highlight(place)
  }
}
