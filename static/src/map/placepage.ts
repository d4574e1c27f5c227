// The page of a place: its map, on which other places link to their pages.

import type { Config } from '../config.ts'
import type { Source } from '../source.ts'
import type { BaseMapSource } from './mapcontainer.ts'
import { MapPanel } from './mappanel.ts'

/** Draws the map with the place of the page selected. */
export async function startPlacePage(config: Config, source: Source, baseMap: BaseMapSource | undefined): Promise<void> {
  const panel = new MapPanel(config, source, baseMap, {
    open: place => {
      if (place !== config.selected) location.assign(source.placePage(place))
    },
    highlight: place => panel.highlight(place),
  })
  const data = await source.view(new URLSearchParams(), '')
  panel.setFrames(data.frame, data.all)
  panel.setPlaces(data.places, Math.max(1, ...data.places.map(p => p.mentions)))
  const { selected } = config
  const place = data.places.find(p => p.id === selected)
  if (!place || selected === undefined) {
    panel.showFrame()
    return
  }
  if (place.box) panel.zoomTo(selected)
  else panel.setPosition({ zoom: 7, lat: place.lat, lng: place.lon })
  panel.select(selected)
}
