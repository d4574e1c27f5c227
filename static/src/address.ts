// The state of the map page and its address. The keys of the selection are those of server/selection/keys.json.

import keys from '../../server/selection/keys.json'

/** What is open in the reading pane. A place may have a passage. */
export interface Shown {
  kind: 'place' | 'article' | 'ledger' | 'articles'
  id: string
  mention?: string | undefined
}

export interface MapPosition {
  zoom: number
  lat: number
  lng: number
}

/** The state of the map page. */
export interface State {
  /** The selection as the parameters of an address, in canonical order. */
  selection: URLSearchParams
  sort: string
  group: string
  show?: Shown | undefined
  /** A mention whose place is not known yet. */
  mention?: string | undefined
  position?: MapPosition | undefined
}

/** Returns the parameters that are keys of the selection, in canonical order. */
export function selectionOf(values: URLSearchParams): URLSearchParams {
  const out = new URLSearchParams()
  for (const { key } of keys) for (const value of values.getAll(key)) if (value !== '') out.append(key, value)
  return out
}

/** Returns the parameters with another value of a key; undefined removes it. */
export function withValue(selection: URLSearchParams, key: string, value: string | undefined): URLSearchParams {
  const out = new URLSearchParams(selection)
  out.delete(key)
  if (value !== undefined && value !== '') out.set(key, value)
  return selectionOf(out)
}

/** Formats parameters with readable colons, commas and slashes. */
export function formatQuery(values: URLSearchParams): string {
  return values.toString().replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%2F', '/')
}

/** Parses "place:ID", "place:ID/MENTION" or "article:ID". */
function parseShown(text: string | null): Shown | undefined {
  const match = /^(place|article|ledger|articles):(.*)$/.exec(text ?? '')
  if (!match) return undefined
  const [, kind, rest = ''] = match
  const [, id = rest, mention] = /^(.*)\/([0-9a-f]{16}(?:-\d+)?)$/.exec(rest) ?? []
  return { kind: kind as Shown['kind'], id, mention }
}

function formatShown({ kind, id, mention }: Shown): string {
  return `${kind}:${id}${mention === undefined ? '' : `/${mention}`}`
}

/** Parses "zoom/latitude/longitude"; undefined if it is not valid. */
export function parsePosition(text: string): MapPosition | undefined {
  const parts = text.split('/').map(part => (part === '' ? Number.NaN : Number(part)))
  const [zoom, lat, lng] = parts
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lng === undefined) return undefined
  return parts.every(Number.isFinite) && Math.abs(lat) <= 90 ? { zoom, lat, lng } : undefined
}

function formatPosition({ zoom, lat, lng }: MapPosition): string {
  const digits = zoom > 9 ? 4 : 3
  return `${zoom}/${lat.toFixed(digits)}/${lng.toFixed(digits)}`
}

/** How states are written into addresses. */
export interface AddressFormat {
  parse(location: { search: string; hash: string }): State
  /** Returns the query and the fragment of an address. */
  format(state: State): string
}

/** On a server the selection and what is open are in the query, and the position of the map is the fragment. */
export const serverAddress: AddressFormat = {
  parse({ search, hash }) {
    const values = new URLSearchParams(search)
    const state: State = { selection: selectionOf(values), sort: values.get('sort') ?? '', group: values.get('group') ?? '' }
    state.show = parseShown(values.get('show'))
    const fragment = hash.replace(/^#/, '')
    state.position = parsePosition(fragment)
    return state.position || fragment === '' ? state : withOldFragment(state, new URLSearchParams(fragment))
  },
  format(state) {
    const values = new URLSearchParams(state.selection)
    if (state.sort) values.set('sort', state.sort)
    if (state.group) values.set('group', state.group)
    if (state.show) values.set('show', formatShown(state.show))
    const query = formatQuery(values)
    return (query ? `?${query}` : '') + (state.position ? `#${formatPosition(state.position)}` : '')
  },
}

/** In a single-file map all is in the fragment: "#place=ID&mention=ID&map=zoom/latitude/longitude". */
export const fileAddress: AddressFormat = {
  parse({ hash }) {
    if (hash.startsWith('#m-')) return { selection: new URLSearchParams(), sort: '', group: '', mention: hash.slice(3) }
    const values = new URLSearchParams(hash.replace(/^#/, ''))
    const selection = selectionOf(values)
    for (const key of ['place', 'article']) selection.delete(key)
    return withOldFragment({ selection, sort: values.get('sort') ?? '', group: values.get('group') ?? '' }, values)
  },
  format(state) {
    const values = new URLSearchParams(state.selection)
    if (state.sort) values.set('sort', state.sort)
    if (state.group) values.set('group', state.group)
    const { show } = state
    if (show) values.set(show.kind, show.id)
    const mention = show?.mention ?? state.mention
    if (mention !== undefined) values.set('mention', mention)
    const position = state.position ? `map=${formatPosition(state.position)}` : ''
    const text = [formatQuery(values), position].filter(Boolean).join('&')
    return text ? `#${text}` : location.pathname.split('/').pop() || '#'
  },
}

/** Adds what a fragment of the form "place=ID&mention=ID&map=position" says: that of old addresses and of files. */
function withOldFragment(state: State, values: URLSearchParams): State {
  const mention = values.get('mention') ?? undefined
  for (const kind of ['place', 'article', 'ledger', 'articles'] as const) {
    const id = values.get(kind)
    if (id !== null) state.show ??= { kind, id, mention }
  }
  if (!state.show && mention !== undefined) state.mention = mention
  state.position ??= parsePosition(values.get('map') ?? '')
  return state
}

/** Reports whether two states select the same. */
export function sameSelection(a: State, b: State): boolean {
  return a.selection.toString() === b.selection.toString()
}
