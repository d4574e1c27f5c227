// Links of the card to pages of the server.

import type { CardLinks } from './panel/card.ts'
import type { Config } from './types.ts'

/** Fills an identifier into a URL template. Colons stay readable, as in the server's own links. */
function fill(template: string | undefined, id: string): string {
  return (template ?? '').replace('{id}', encodeURIComponent(id).replaceAll('%3A', ':'))
}

/**
 * Returns the id of a mention without the number that geo.CopyID appends when a text is in a collection twice: the page of each
 * copy has its mentions without it.
 */
export function withoutCopyNumber(mention: string): string {
  return mention.replace(/-\d+$/, '')
}

export function serverLinks(config: Config): CardLinks {
  return {
    inContext: m => `${fill(config.article, m.article)}#m-${withoutCopyNumber(m.mention)}`,
    placePage: place => fill(config.place_page, place),
    heading: config.view === 'embed' || config.view === 'place' ? 'h2' : 'h1',
    newTab: config.view === 'embed',
  }
}
