// Entry point of the viewer: starts the map of the page.

import { byId, h } from './dom.ts'
import { EmbeddedLayers, RemoteLayers, readJSON } from './layersource.ts'
import { serverLinks } from './links.ts'
import { ArticleView } from './map/articleview.ts'
import { type BaseMapSource, serverBaseMap } from './map/mapcontainer.ts'
import { MapView } from './map/mapview.ts'
import type { CardLinks } from './panel/card.ts'
import { initDownloads } from './panel/download.ts'
import { initEmbedCode, initMenus } from './panel/embedcode.ts'
import { FilePanel } from './panel/filepanel.ts'
import { formatState } from './state.ts'
import type { Config } from './types.ts'

async function start(): Promise<void> {
  initMenus()
  initEmbedCode()
  const config = readJSON<Config | null>('dateline')
  if (!config) return
  if (config.view === 'file') return startFile(config)
  const source = new RemoteLayers(config)
  const places = await source.places()
  const baseMap = serverBaseMap(config)
  if (config.view === 'article') {
    const text = document.querySelector<HTMLElement>('.story')
    if (text) new ArticleView(config, text, places, baseMap)
    return
  }
  new MapView(config, source, places, serverLinks(config), baseMap).start()
}

async function startFile(config: Config): Promise<void> {
  initDownloads()
  const source = new EmbeddedLayers()
  const places = await source.places()
  const panel: FilePanel = new FilePanel(source, {
    highlight: place => view.highlight(place),
    choose: mention => view.select(mention?.dataset.place),
  })
  const links: CardLinks = {
    inContext: m => formatState({ article: m.article, mention: m.mention }),
    placePage: () => undefined,
    heading: 'h1',
    newTab: false,
  }
  const baseMap = readJSON<BaseMapSource | null>('basemap') ?? undefined
  const view: MapView = new MapView(config, source, places, links, baseMap, panel)
  view.start()
}

start().catch((err: unknown) => {
  console.error(err)
  byId('map')?.append(
    h('p', { class: 'problem', role: 'alert' }, 'The map could not be loaded. The list and the pages of the places work without it.'),
  )
})
