// The sources of the map page: the page's server, or the page itself in a single-file map.

import { formatQuery } from './address.ts'
import { decodeLines } from './basemap/tiledata.ts'
import { type Config, fill, readJSON } from './config.ts'
import { h } from './dom.ts'
import { FragmentError, FragmentLoader, parseFragment } from './fragments.ts'
import { t } from './i18n.ts'
import type { GeoBox, PlaceRow, TileSymbol, ViewData } from './viewdata.ts'

/** Rings of an area as flat lists of longitudes and latitudes. */
export type Outline = number[][]

/** The group of a list whose articles the server returns. */
export const byArticle = 'article'

export interface Source {
  /** Returns the answer to a selection; grouped by article it has the articles with their places, too. */
  view(selection: URLSearchParams, sort: string, group?: string): Promise<ViewData>
  /** Returns a page of the places of a selection. */
  places(selection: URLSearchParams, sort: string, offset: number, limit: number): Promise<PlaceRow[]>
  /** Returns the symbols of a tile of a selection. */
  tile(selection: URLSearchParams, z: number, x: number, y: number): Promise<TileSymbol[]>
  /** Returns the outlines of areas, simplified for a zoom. */
  outlines(ids: string[], zoom: number): Promise<Record<string, Outline>>
  /** Returns the passages of a place, or the text of an article. */
  passages(place: string, selection: URLSearchParams): Promise<Node>
  article(id: string, selection: URLSearchParams, mention: string | undefined): Promise<Node>
  /** Returns more of what has a link to its next part. */
  more(address: string): Promise<Node>
  /** Returns the note about a mark in a text. */
  note(mark: HTMLElement): Promise<Node>
  /** Returns the address of a place's page. */
  placePage(place: string): string
  /** Forgets what was loaded, after something was changed. */
  forget?(): void
}

/** The source of pages of a server. */
export class ServerSource implements Source {
  private readonly config: Config
  private readonly fragments = new FragmentLoader()
  /** Outlines by zoom and area; those that are being fetched are not fetched again. */
  private readonly outlined = new Map<string, Promise<Outline>>()

  constructor(config: Config) {
    this.config = config
  }

  view(selection: URLSearchParams, sort: string, group = ''): Promise<ViewData> {
    return fetchJSON<ViewData>(withQuery(this.config.data ?? '', selection, { sort, group: group === byArticle ? group : '' }))
  }

  places(selection: URLSearchParams, sort: string, offset: number, limit: number): Promise<PlaceRow[]> {
    const address = (this.config.data ?? '').replace(/view\.json$/, 'places.json')
    return fetchJSON<PlaceRow[]>(withQuery(address, selection, { sort, offset: String(offset), limit: String(limit) }))
  }

  tile(selection: URLSearchParams, z: number, x: number, y: number): Promise<TileSymbol[]> {
    const address = (this.config.tiles ?? '').replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    return fetchJSON<TileSymbol[]>(withQuery(address, selection, {}))
  }

  async outlines(ids: string[], zoom: number): Promise<Record<string, Outline>> {
    const missing = ids.filter(id => !this.outlined.has(`${zoom} ${id}`))
    for (let i = 0; this.config.areas && i < missing.length; i += 60) {
      const part = missing.slice(i, i + 60)
      const query = part.map(id => `&id=${encodeURIComponent(id)}`).join('')
      const answer = fetchJSON<Record<string, Outline>>(`${this.config.areas}&z=${zoom}${query}`)
      for (const id of part) {
        const key = `${zoom} ${id}`
        const outline = answer.then(found => found[id] ?? [])
        outline.catch(() => this.outlined.delete(key))
        this.outlined.set(key, outline)
      }
    }
    const outlines = ids.map(async (id): Promise<[string, Outline]> => [id, (await this.outlined.get(`${zoom} ${id}`)) ?? []])
    return Object.fromEntries(await Promise.all(outlines))
  }

  passages(place: string, selection: URLSearchParams): Promise<Node> {
    return this.fragments.load(withQuery(fill(this.config.passages, place), selection, {}))
  }

  article(id: string, selection: URLSearchParams, mention: string | undefined): Promise<Node> {
    const words = selection.get('q')
    return this.fragments.load(
      withQuery(fill(this.config.article, id), new URLSearchParams(words ? { q: words } : {}), mention === undefined ? {} : { mention }),
    )
  }

  more(address: string): Promise<Node> {
    return this.fragments.load(address)
  }

  note(mark: HTMLElement): Promise<Node> {
    return this.fragments.load(mark.getAttribute('href') ?? '')
  }

  placePage(place: string): string {
    return fill(this.config.place_page, place)
  }

  forget(): void {
    this.fragments.forget()
  }
}

/** Adds a selection and other parameters to an address. */
export function withQuery(address: string, selection: URLSearchParams, other: Record<string, string>): string {
  const values = new URLSearchParams(selection)
  for (const [key, value] of Object.entries(other)) if (value !== '') values.set(key, value)
  const query = formatQuery(values)
  return query ? `${address}${address.includes('?') ? '&' : '?'}${query}` : address
}

async function fetchJSON<T>(address: string): Promise<T> {
  let response: Response
  try {
    response = await fetch(address, { headers: { accept: 'application/json' } })
  } catch {
    throw new FragmentError(address, 0)
  }
  if (!response.ok) throw new FragmentError(address, response.status)
  return (await response.json()) as T
}

/** The data in a single-file map. mapfile in server/mapfile writes it. */
interface FileData {
  view: ViewData
}

/** The source of a single-file map: its data, and the annex with its passages and articles. */
export class FileSource implements Source {
  private readonly data = readJSON<FileData>('data')
  private readonly areas = readOutlines()

  constructor() {
    const passages = readJSON<string | null>('passages')
    const annex = document.getElementById('annex-passages')
    if (passages !== null && annex) annex.innerHTML = passages
  }

  /** Selects by the properties of places; passages and articles are not filtered. */
  view(selection: URLSearchParams): Promise<ViewData> {
    const { view } = this.data
    const places = view.places.filter(p => matches(p, selection))
    const mentions = places.reduce((sum, p) => sum + p.mentions, 0)
    const all = t('places', { n: view.places.length })
    const words = places.length === view.places.length ? all : t('countOf', { n: places.length, of: all })
    const parts = { overview: h('p', { class: 'counts', id: 'counts' }, words).outerHTML }
    return Promise.resolve({
      ...view,
      places,
      query: selection.toString(),
      counts: { ...view.counts, places: places.length, mentions },
      parts,
    })
  }

  places(): Promise<PlaceRow[]> {
    return Promise.resolve([])
  }

  tile(): Promise<TileSymbol[]> {
    return Promise.resolve([])
  }

  outlines(): Promise<Record<string, Outline>> {
    const rings = ([id, polygons]: [string, number[][][]]): [string, Outline] => [id, polygons.flat()]
    return Promise.resolve(Object.fromEntries(Object.entries(this.areas).map(rings)))
  }

  passages(place: string): Promise<Node> {
    return this.part(`place=${place}`)
  }

  article(id: string, _: URLSearchParams, mention: string | undefined): Promise<Node> {
    if (id === '' && mention !== undefined) return copyOf(document.getElementById(`m-${mention}`)?.closest('.story'))
    return this.part(`article=${id}`)
  }

  /** Returns a part of the annex: the content of the section with an id. */
  part(id: string): Promise<Node> {
    return copyOf(document.getElementById(id)?.firstElementChild)
  }

  more(): Promise<Node> {
    return Promise.resolve(parseFragment(''))
  }

  note(mark: HTMLElement): Promise<Node> {
    return copyOf(document.querySelector(`#annex .passage-item[data-mention="${CSS.escape(mark.dataset.mention ?? '')}"] .reasons`))
  }

  placePage(place: string): string {
    return `#place=${encodeURIComponent(place)}`
  }
}

/** The units of a degree in the outlines of a single-file map. */
const outlineUnits = 1e4

/** Returns the outlines of a single-file map by area: polygons of rings of longitudes and latitudes. */
export function readOutlines(): Record<string, number[][][]> {
  const decode = (text: string): number[][] => {
    const { xy, starts } = decodeLines(text)
    return Array.from({ length: starts.length - 1 }, (_, i) => Array.from(xy.subarray(starts[i], starts[i + 1]), v => v / outlineUnits))
  }
  const areas = readJSON<Record<string, string[]> | null>('outlines') ?? {}
  return Object.fromEntries(Object.entries(areas).map(([id, polygons]) => [id, polygons.map(decode)]))
}

function copyOf(element: Element | null | undefined): Promise<Node> {
  return element ? Promise.resolve(element.cloneNode(true)) : Promise.reject(new FragmentError('', 404))
}

/** Reports whether a place of a file matches a selection. */
function matches(p: PlaceRow, selection: URLSearchParams): boolean {
  const codes = (key: string): string[] => selection.getAll(key).flatMap(v => v.split(','))
  const one = (key: string, value: string | undefined): boolean => codes(key).length === 0 || codes(key).includes(value ?? '')
  const words = (selection.get('q') ?? '').toLocaleLowerCase().replaceAll(/["*]/g, '').split(/\s+/)
  const text = `${p.name} ${p.where ?? ''} ${p.kind}`.toLocaleLowerCase()
  const box = selection.get('bbox')?.split(',').map(Number) as GeoBox | undefined
  return (
    one('country', p.country) &&
    one('precision', p.precision === 'country or region' ? 'country' : p.precision) &&
    one('confidence', p.confidence) &&
    words.every(w => text.includes(w)) &&
    (!box || (p.lon >= box[0] && p.lat >= box[1] && p.lon <= box[2] && p.lat <= box[3]))
  )
}
