// The state of the viewer in the fragment of the address, so that views can be shared and the back button works.

export interface State {
  place?: string | undefined
  mention?: string | undefined
  article?: string | undefined
  ledger?: string | undefined
  articles?: boolean | undefined
  map?: MapPosition | undefined
}

export interface MapPosition {
  zoom: number
  lat: number
  lng: number
}

export function parseState(hash: string): State {
  // The mark of a mention in the text of an article.
  if (hash.startsWith('#m-')) return { mention: hash.slice(3) }
  const values = new URLSearchParams(hash.replace(/^#/, ''))
  const text = (name: string): string | undefined => values.get(name) ?? undefined
  return {
    place: text('place'),
    mention: text('mention'),
    article: text('article'),
    ledger: text('ledger'),
    articles: values.has('articles') ? true : undefined,
    map: parsePosition(values.get('map') ?? ''),
  }
}

/** Parses "zoom/latitude/longitude"; undefined if it is not valid. */
function parsePosition(text: string): MapPosition | undefined {
  const [zoom, lat, lng] = text.split('/').map(Number)
  if (zoom === undefined || lat === undefined || lng === undefined) return undefined
  return [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 90 ? { zoom, lat, lng } : undefined
}

export function formatState(state: State): string {
  const values = new URLSearchParams()
  for (const name of ['place', 'mention', 'article', 'ledger'] as const) {
    const value = state[name]
    if (value !== undefined) values.set(name, value)
  }
  if (state.articles) values.set('articles', '')
  let text = values.toString().replaceAll('%3A', ':')
  if (state.map) {
    const digits = state.map.zoom > 9 ? 4 : 3
    text += `${text ? '&' : ''}map=${state.map.zoom}/${state.map.lat.toFixed(digits)}/${state.map.lng.toFixed(digits)}`
  }
  return text ? `#${text}` : ''
}
