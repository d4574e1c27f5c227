// The map of the review: the candidates of the group that is being decided, numbered as in the list.

import type { Config } from '../config.ts'
import { type Candidate, candidatesIn } from '../correct/candidates.ts'
import { MapTools } from '../correct/maptools.ts'
import { createMap, serverBaseMap } from '../map/mapcontainer.ts'

export class ReviewMap {
  readonly tools: MapTools

  /** The page names the files of the base map. */
  constructor(page: HTMLElement) {
    const { basemap, labels } = page.dataset
    const config: Config = { view: 'place', title: '', attribution: null }
    if (basemap) config.basemap = basemap
    if (labels) config.labels = labels
    const { map, key } = createMap(config, serverBaseMap(config), {
      obstacles: () => ({ symbols: [], labels: [] }),
      named: () => false,
    })
    key.remove()
    this.tools = new MapTools(map, true)
  }

  /** Shows the candidates of a group; choose is called for the one that is clicked. */
  show(group: Element, choose: (c: Candidate) => void): void {
    this.tools.clear()
    this.tools.show(candidatesIn(group), choose)
  }
}
