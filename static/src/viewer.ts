// Entry point of the viewer: starts the map of the page.

import { AnnexContent, ServerContent } from './contentsource.ts'
import { byId, h } from './dom.ts'
import { t } from './i18n.ts'
import { loadPlaces, readJSON } from './layersource.ts'
import { ArticleView } from './map/articleview.ts'
import { type BaseMapSource, serverBaseMap } from './map/mapcontainer.ts'
import { MapView } from './map/mapview.ts'
import { initDownloads } from './panel/download.ts'
import { initEmbedCode, initMenus } from './panel/embedcode.ts'
import type { Config } from './types.ts'

async function start(): Promise<void> {
  initMenus()
  initEmbedCode()
  const config = readJSON<Config | null>('dateline')
  if (!config) return
  const places = await loadPlaces(config)
  if (config.view === 'article') {
    const text = document.querySelector<HTMLElement>('.story')
    if (text) new ArticleView(config, text, places, serverBaseMap(config))
    return
  }
  const isFile = config.view === 'file'
  if (isFile) initDownloads()
  const baseMap = isFile ? (readJSON<BaseMapSource | null>('basemap') ?? undefined) : serverBaseMap(config)
  new MapView(config, isFile ? new AnnexContent() : new ServerContent(config), places, baseMap).start()
}

start().catch((err: unknown) => {
  console.error(err)
  byId('map')?.append(h('p', { class: 'problem', role: 'alert' }, t('mapFailed')))
})
