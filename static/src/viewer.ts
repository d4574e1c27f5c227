// Entry point of the viewer: starts the page.

import { type Config, readJSON } from './config.ts'
import { byId, h } from './dom.ts'
import { readLanguage, t } from './i18n.ts'
import { Keyboard } from './keyboard.ts'
import { ArticlePage } from './map/articlepage.ts'
import { type BaseMapSource, serverBaseMap } from './map/mapcontainer.ts'
import { startPlacePage } from './map/placepage.ts'
import { initDownloads } from './panel/download.ts'
import { initEmbedCode, initMenus } from './panel/embedcode.ts'
import { Screen } from './screen.ts'
import { FileSource, ServerSource } from './source.ts'

async function start(): Promise<void> {
  readLanguage()
  initMenus()
  initEmbedCode()
  const config = readJSON<Config | null>('dateline')
  if (!config) {
    new Keyboard(undefined)
    return
  }
  if (config.view === 'file') {
    initDownloads()
    const screen = new Screen(config, new FileSource(), readJSON<BaseMapSource | null>('basemap') ?? undefined)
    new Keyboard(screen)
    return screen.start()
  }
  const source = new ServerSource(config)
  const baseMap = serverBaseMap(config)
  const text = document.querySelector<HTMLElement>('.story')
  if (config.view === 'article' && text) {
    new Keyboard(undefined)
    return new ArticlePage(config, text, source, baseMap).start(source)
  }
  if (config.view === 'place') {
    new Keyboard(undefined)
    return startPlacePage(config, source, baseMap)
  }
  const screen = new Screen(config, source, baseMap)
  if (config.view === 'map') new Keyboard(screen)
  await screen.start()
}

start().catch((err: unknown) => {
  console.error(err)
  byId('map')?.append(h('p', { class: 'problem', role: 'alert' }, t('mapFailed')))
})
