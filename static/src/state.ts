// What is open, in the part of the address after "#", so that a view can be shared and the back button works.

export interface State {
  place?: string | undefined
  mention?: string | undefined
  article?: string | undefined
  ledger?: string | undefined
  articles?: boolean | undefined
  map?: { zoom: number; lat: number; lng: number } | undefined
}

export function parseState(hash: string): State {
  const values = new URLSearchParams(hash.replace(/^#/, ''))
  const text = (name: string): string | undefined => values.get(name) ?? undefined
  const state: State = {
    place: text('place'),
    mention: text('mention'),
    article: text('article'),
    ledger: text('ledger'),
    articles: values.has('articles') ? true : undefined,
  }
  const [zoom, lat, lng] = (values.get('map') ?? '').split('/').map(Number)
  if (zoom !== undefined && lat !== undefined && lng !== undefined && [zoom, lat, lng].every(Number.isFinite) && Math.abs(lat) <= 90) {
    state.map = { zoom, lat, lng }
  }
  return state
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
