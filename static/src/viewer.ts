// The viewer: finds out which page it is in, and brings its map to life.

import { ArticleView } from './articleview.ts'
import type { CardLinks } from './card.ts'
import { Inline, readJSON, Remote } from './data.ts'
import { byId, h } from './dom.ts'
import { connectDownloads } from './download.ts'
import { connectEmbedCode, connectMenus } from './embedcode.ts'
import { MapView } from './mapview.ts'
import { Reader } from './reader.ts'
import { servedGround, type Ground } from './stage.ts'
import { formatState } from './state.ts'
import type { Config } from './types.ts'

async function start(): Promise<void> {
  connectMenus()
  connectEmbedCode()
  const config = readJSON<Config | null>('dateline')
  if (!config) return
  if (config.view === 'file') return startFile(config)
  const source = new Remote(config)
  const places = await source.places()
  const ground = servedGround(config)
  if (config.view === 'article') {
    const text = document.querySelector<HTMLElement>('.story')
    if (text) new ArticleView(config, text, places, ground)
    return
  }
  new MapView(config, source, places, servedLinks(config), ground).start()
}

function servedLinks(config: Config): CardLinks {
  const fill = (address: string | undefined, id: string): string => (address ?? '').replace('{id}', encodeURIComponent(id).replaceAll('%3A', ':'))
  return {
    // A text that was published twice has each mention twice, told apart by a number; its page knows only its own.
    inContext: m => `${fill(config.article, m.article)}#m-${m.mention.replace(/-\d+$/, '')}`,
    placePage: place => fill(config.place_page, place),
    heading: config.view === 'embed' || config.view === 'place' ? 'h2' : 'h1',
    newTab: config.view === 'embed',
  }
}

async function startFile(config: Config): Promise<void> {
  connectDownloads()
  const source = new Inline()
  const places = await source.places()
  const reader: Reader = new Reader(source, {
    point: place => view.light(place),
    choose: mark => view.mark(mark?.dataset.place),
  })
  const links: CardLinks = {
    inContext: m => formatState({ article: m.article, mention: m.mention }),
    placePage: () => undefined,
    heading: 'h1',
    newTab: false,
  }
  const view: MapView = new MapView(config, source, places, links, readJSON<Ground | null>('basemap') ?? undefined, reader)
  view.start()
}

start().catch((err: unknown) => {
  console.error(err)
  byId('map')?.append(h('p', { class: 'problem', role: 'alert' }, 'The map could not be shown. The list and the pages of the places work without it.'))
})
