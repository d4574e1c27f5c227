// Entry point of the viewer: starts the page.

import { type Config, fill, readJSON } from './config.ts'
import { Chooser } from './correct/chooser.ts'
import { MapTools } from './correct/maptools.ts'
import { WordSelection } from './correct/selectwords.ts'
import { showPendingToast, showToast, toastAfterReload } from './correct/toast.ts'
import { byId, h } from './dom.ts'
import { applyOptions, applyTheme, chosenTheme, postHeight } from './embed.ts'
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
  const data = readJSON<unknown>('data')
  if (config.view === 'embed') applyOptions()
  const source = data === null ? new ServerSource(config) : new FileSource()
  const baseMap = data === null ? serverBaseMap(config) : (readJSON<BaseMapSource | null>('basemap') ?? undefined)
  const text = document.querySelector<HTMLElement>('.story')
  if (config.view === 'article' && text) {
    new Keyboard(undefined)
    const page = new ArticlePage(config, text, source, baseMap)
    connectCorrections(config, new Chooser(new MapTools(page.panel.map), toastAfterReload))
    return page.start(source)
  }
  if (config.view === 'place') {
    new Keyboard(undefined)
    connectCorrections(config, new Chooser(undefined, toastAfterReload))
    return startPlacePage(config, source, baseMap)
  }
  if (config.view === 'embed') {
    const theme = chosenTheme()
    if (theme) applyTheme(theme)
    postHeight()
  }
  const screen = new Screen(config, source, baseMap)
  if (config.view === 'map') {
    new Keyboard(screen)
    const reload = (): void => void screen.reload()
    const chooser = new Chooser(new MapTools(screen.panel.map), done => {
      reload()
      showToast(done, reload)
    })
    connectCorrections(config, chooser)
  }
  await screen.start()
}

/** Lets readers select words that are a place, and shows what they did before the page was loaded. */
function connectCorrections(config: Config, chooser: Chooser): void {
  showPendingToast()
  if (config.editable)
    new WordSelection(
      article => `${fill(config.article, article)}/missed`,
      address => chooser.open(address),
    )
}

start().catch((err: unknown) => {
  console.error(err)
  byId('map')?.append(h('p', { class: 'problem', role: 'alert' }, t('mapFailed')))
})
