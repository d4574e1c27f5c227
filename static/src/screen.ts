// The map page: list, map, reading pane, days and ledger show one selection, which is in the address.

import {
  type AddressFormat,
  fileAddress,
  type MapPosition,
  type Shown,
  type State,
  sameSelection,
  selectionOf,
  serverAddress,
  withValue,
} from './address.ts'
import type { Config } from './config.ts'
import { byId, h, onPlainClick } from './dom.ts'
import { FragmentError, parseFragment } from './fragments.ts'
import { day, t } from './i18n.ts'
import { BoxTool } from './map/boxtool.ts'
import type { BaseMapSource } from './map/mapcontainer.ts'
import { MapPanel } from './map/mappanel.ts'
import { TileView } from './map/tileview.ts'
import { PlaceList } from './panel/list.ts'
import { Reading, type ReadingContent } from './panel/reading.ts'
import { Sheet } from './panel/sheet.ts'
import { TimePanel } from './panel/time.ts'
import { byArticle, FileSource, type Source, withQuery } from './source.ts'
import type { PlaceRow, ViewData } from './viewdata.ts'

export class Screen {
  readonly panel: MapPanel
  readonly list: PlaceList | undefined
  readonly reading: Reading | undefined
  private readonly config: Config
  private readonly source: Source
  private readonly format: AddressFormat
  private readonly sheet: Sheet | undefined
  private readonly time: TimePanel | undefined
  private readonly tiles: TileView
  private readonly announcer = byId('announce')
  private readonly forms: HTMLFormElement[]
  private data: ViewData | undefined
  private places = new Map<string, PlaceRow>()
  private state: State
  private request = 0
  private openedFrom: Element | null = null

  constructor(config: Config, source: Source, baseMap: BaseMapSource | undefined) {
    this.config = config
    this.source = source
    this.format = config.view === 'file' ? fileAddress : serverAddress
    this.state = this.format.parse(location)
    this.panel = new MapPanel(config, source, baseMap, {
      open: place => this.open({ kind: 'place', id: place }),
      highlight: place => this.highlight(place),
      moved: () => this.moved(),
    })
    this.tiles = new TileView(this.panel, source)
    const scroller = byId('list')
    const rows = byId('places')
    if (scroller && rows) {
      this.list = new PlaceList(scroller, rows, {
        open: place => this.open({ kind: 'place', id: place }),
        highlight: place => this.highlight(place),
        load: (offset, limit) => source.places(this.state.selection, this.state.sort, offset, limit),
        href: place => source.placePage(place),
      })
      document.querySelector('#list .pager')?.remove()
      this.sheet = new Sheet(() => this.layoutChanged())
    }
    const detail = byId('detail')
    if (detail) {
      this.reading = new Reading(
        detail,
        { back: scroller ? `‹ ${t('allPlaces')}` : `× ${t('close')}`, newTab: config.view === 'embed' },
        {
          close: () => this.close(),
          loaded: () => this.loaded(),
          shown: item => this.shown(item),
          readInContext: link => this.readInContext(link),
          openPlace: place => this.openLinked(place),
          highlight: place => this.highlight(place),
          describe: mark => source.note(mark),
        },
      )
    }
    const time = byId('time')
    if (time) this.time = new TimePanel(time, { select: (from, to, spoken) => this.selectDays(from, to, spoken) })
    this.panel.covered = () => this.covered()
    this.forms = [...document.querySelectorAll<HTMLFormElement>('form.filter')]
    this.connectPage()
    if (config.view === 'map') new BoxTool(this.panel.map, box => this.select(withValue(this.state.selection, 'bbox', box)))
  }

  /** Loads the selection of the address and shows what is open in it. */
  async start(): Promise<void> {
    const { position } = this.state
    if (position) this.panel.setPosition(position)
    await this.load(true)
    this.show(false)
    this.panel.resized()
    // The reading pane has changed the size of the map.
    if (position) this.panel.setPosition(position)
    else {
      this.panel.showFrame()
      if (this.state.show?.kind === 'place') this.panel.panTo(this.state.show.id)
    }
    window.addEventListener('beforeprint', () => this.beforePrint())
    window.addEventListener('popstate', () => this.navigated())
    window.addEventListener('hashchange', () => this.navigated())
  }

  /** The paper has the address, the day and the picture of what is on the screen. */
  private beforePrint(): void {
    this.list?.renderAll()
    const address = byId('print-address')
    if (address) address.textContent = `${location.href} · ${day(new Date().toISOString().slice(0, 10))}`
    const picture = document.querySelector<HTMLImageElement>('.print-map')
    if (!picture || this.config.view !== 'map') return
    const { show } = this.state
    const place: Record<string, string> = show?.kind === 'place' ? { show: show.id } : {}
    const url = withQuery(new URL(picture.src).pathname, this.state.selection, place)
    if (picture.getAttribute('src') !== url) picture.src = url
  }

  /** Loads the selection and what is open again, after something was changed. */
  async reload(): Promise<void> {
    this.source.forget?.()
    await this.load(false)
    this.show(false)
  }

  /** Opens something in the reading pane and adds it to the history. */
  open(show: Shown): void {
    if (!this.reading) {
      if (show.kind === 'place') location.assign(this.source.placePage(show.id))
      return
    }
    if (!this.reading.isOpen) this.openedFrom = document.activeElement
    this.navigate({ ...this.state, show, mention: undefined })
    this.sheet?.raise()
  }

  /** Closes the reading pane; the focus returns to where it was opened from. */
  close(): void {
    const place = this.state.show?.kind === 'place' ? this.state.show.id : undefined
    this.navigate({ ...this.state, show: undefined, mention: undefined })
    const from = this.openedFrom
    this.openedFrom = null
    if (from instanceof HTMLElement && from.isConnected && from !== document.body && !from.closest('[hidden]'))
      from.focus({ preventScroll: true })
    else if (place !== undefined && this.list) this.list.focus(place)
    else this.panel.map.getContainer().focus({ preventScroll: true })
  }

  /** Changes the selection and adds it to the history. */
  select(selection: URLSearchParams, sort = this.state.sort, group = this.state.group): void {
    const next = { ...this.state, selection, sort, group }
    const changed =
      !sameSelection(next, this.state) || (group !== this.state.group && (group === byArticle || this.state.group === byArticle))
    this.push(next)
    if (changed || (sort !== '' && !this.data?.complete)) void this.load(false)
    else this.renderList(false)
  }

  private navigate(state: State): void {
    this.push(state)
    this.show(true)
  }

  private push(state: State): void {
    this.state = { ...state, position: this.panel.position }
    // The history of an embedded map is that of the page around it.
    if (this.config.view !== 'embed') history.pushState(null, '', this.address())
  }

  private address(): string {
    const address = this.format.format(this.state)
    return this.config.view === 'file' ? address : location.pathname + address
  }

  /** Shows the state of the address after navigation in the history. */
  private navigated(): void {
    const next = this.format.parse(location)
    const changed = !sameSelection(next, this.state) || next.sort !== this.state.sort || next.group !== this.state.group
    const { position } = next
    this.state = { ...next, position: this.panel.position }
    this.fillForms()
    if (changed) void this.load(false).then(() => this.restore(position))
    else this.restore(position)
  }

  /** Opens what the state names, and shows a position of the map unless it is there already. */
  private restore(position: MapPosition | undefined): void {
    this.show(false)
    this.panel.resized()
    const now = this.panel.position
    const moved = position && [position.zoom - now.zoom, position.lat - now.lat, position.lng - now.lng].some(d => Math.abs(d) > 0.01)
    if (moved) this.panel.setPosition(position)
  }

  /** Loads the answer to the selection and draws it. */
  private async load(first: boolean): Promise<void> {
    this.request++
    const { request } = this
    document.body.classList.add('loading')
    let data: ViewData
    try {
      data = await this.source.view(this.state.selection, this.state.sort, this.state.group)
    } catch (err) {
      if (request === this.request) this.failed(err, first)
      return
    }
    if (request !== this.request) return
    document.body.classList.remove('loading')
    byId('load-problem')?.remove()
    this.data = data
    this.places = new Map(data.places.map(p => [p.id, p]))
    this.renderParts(data)
    this.renderList(!first)
    const largest = Math.max(1, ...data.places.map(p => (p.precision === 'site' || p.precision === 'settlement' ? p.mentions : 0)))
    this.panel.setFrames(data.frame, data.all)
    // Outlines are fetched for the zoom of the first view.
    if (first && !this.state.position) this.panel.showFrame()
    if (data.complete) {
      this.tiles.stop()
      this.panel.setPlaces(data.places, largest)
    } else {
      this.tiles.start(this.state.selection, data.places, largest)
    }
    const { selection } = this.state
    this.time?.set(data.days, data.spoken, selection.get('from') ?? undefined, selection.get('to') ?? undefined, selection.has('spoken'))
    const show = this.state.show
    if (show?.kind === 'place') this.panel.select(show.id)
    if (!first) this.announce()
    this.layoutChanged()
  }

  /** Says that the selection could not be loaded, and tries again by itself without a connection. */
  private failed(err: unknown, first: boolean): void {
    document.body.classList.remove('loading')
    const offline = err instanceof FragmentError && err.status === 0
    const button = h('button', { type: 'button' }, t('tryAgain'))
    button.addEventListener('click', () => void this.load(first).then(() => this.show(false)))
    byId('load-problem')?.remove()
    const problem = h('p', { class: 'problem', id: 'load-problem', role: 'alert' }, t(offline ? 'offline' : 'screenFailed'), ' ', button)
    ;(byId('overview') ?? byId('map'))?.prepend(problem)
    if (!offline) return
    const { request } = this
    setTimeout(() => {
      if (request === this.request) void this.load(first).then(() => this.show(false))
    }, 5000)
  }

  /** Shows the parts of the page that the server has rendered; open filters and the focus stay. */
  private renderParts(data: ViewData): void {
    for (const [id, html] of Object.entries(data.parts)) {
      const element = byId(id)
      if (!element) continue
      const open = new Set([...element.querySelectorAll<HTMLElement>('details[open]')].map(d => d.dataset.facet))
      const focused = element.contains(document.activeElement) ? (document.activeElement?.textContent ?? '') : undefined
      const fragment = parseFragment(html)
      for (const d of fragment.querySelectorAll<HTMLDetailsElement>('details[data-facet]')) d.open = open.has(d.dataset.facet) || d.open
      element.replaceChildren(fragment)
      if (focused === undefined) continue
      const label = focused.split(/\d/)[0]?.trim()
      const again = [...element.querySelectorAll<HTMLElement>('a, summary, input, button')].find(e =>
        (e.textContent ?? '').trim().startsWith(label ?? ''),
      )
      ;(again ?? element.querySelector<HTMLElement>('a'))?.focus({ preventScroll: true })
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-selected]')) {
      const base = link.dataset.selected ?? ''
      link.href = data.query ? `${base}?${data.query}` : base
    }
  }

  private renderList(reset: boolean): void {
    const { data } = this
    if (!data || !this.list) return
    const empty = h('span', {}, data.total.places === 0 ? t('noPlaces') : t('noMatch'))
    if (data.total.places > 0 && data.query)
      empty.append(' ', h('a', { href: this.config.home ?? location.pathname, class: 'clear-filter' }, t('clearFilter')))
    if (data.groups) this.list.setArticles(data.groups, data.counts.articles, empty, reset)
    else this.list.set(data.places, data.counts.places, this.state.sort || 'mentions', this.state.group, empty, reset)
    const { show } = this.state
    this.list.select(show?.kind === 'place' ? show.id : undefined, false)
  }

  private announce(): void {
    if (this.announcer) this.announcer.textContent = byId('counts')?.textContent ?? ''
  }

  /** Opens or closes the reading pane for the state. */
  private show(focus: boolean): void {
    const { reading } = this
    this.panel.relation.clear()
    const { show } = this.state
    const place = show?.kind === 'place' ? show.id : undefined
    this.panel.select(place)
    this.list?.select(place, focus)
    if (!reading) return
    const content = this.content()
    document.body.classList.toggle('with-reading', content !== undefined)
    if (content) reading.open({ ...content, focus })
    else reading.close()
    this.panel.resized()
    if (place !== undefined && focus) this.panel.panTo(place)
    this.title()
  }

  /** Returns what the state opens in the reading pane. */
  private content(): Omit<ReadingContent, 'focus'> | undefined {
    const { show, selection } = this.state
    const failed = t(show?.kind === 'place' ? 'passagesFailed' : 'articleFailed')
    const more = (address: string): Promise<Node> => this.source.more(address)
    const mention = show?.mention ?? this.state.mention
    if (show?.kind === 'place') {
      const load = async (): Promise<Node> => {
        try {
          return await this.source.passages(show.id, selection)
        } catch (err) {
          if (err instanceof FragmentError && err.status === 404) return h('p', { class: 'notice-line', role: 'alert' }, t('gone'))
          throw err
        }
      }
      return { load, more, failed, mention, gone: name => t('goneMention', { name }) }
    }
    if (show?.kind === 'article') {
      const load = async (): Promise<Node> => {
        try {
          return await this.source.article(show.id, selection, mention)
        } catch (err) {
          if (err instanceof FragmentError && err.status === 404) return h('p', { class: 'notice-line', role: 'alert' }, t('goneArticle'))
          throw err
        }
      }
      return { load, more, failed, mention }
    }
    if (this.source instanceof FileSource) {
      const { source } = this
      if (show) return { load: () => source.part(show.kind === 'articles' ? 'articles' : `ledger=${show.id}`), failed }
      if (mention !== undefined) return { load: () => source.article('', selection, mention), failed, mention }
    }
    return undefined
  }

  /** A passage or a mark is the current one: it is in the address, and its relation on the map. */
  private shown(item: HTMLElement): void {
    this.panel.relation.show(item.dataset)
    const { mention, place } = item.dataset
    if (item.classList.contains('m')) {
      this.panel.select(place)
      if (place !== undefined) this.panel.panTo(place)
    }
    const { show } = this.state
    if (!show || mention === undefined || show.mention === mention) return
    this.state = { ...this.state, show: { ...show, mention } }
    this.replace()
  }

  /** The article of a passage opens in the reading pane; the list and the map stay. */
  private readInContext(link: HTMLAnchorElement): boolean {
    const { article } = link.dataset
    if (article === undefined || this.config.view === 'embed') return false
    const mention = link.closest<HTMLElement>('[data-mention]')?.dataset.mention
    this.open({ kind: 'article', id: article, mention: mention?.replace(/-\d+$/, '') })
    return true
  }

  private openLinked(place: string): boolean {
    if (!this.places.has(place) || this.config.view === 'embed') return false
    this.open({ kind: 'place', id: place })
    return true
  }

  /** Highlights a place on the map, in the list and in the text. */
  private highlight(place: string | undefined): void {
    this.panel.highlight(place)
    this.list?.highlight(place)
    this.reading?.highlight(place)
  }

  private selectDays(from: string | undefined, to: string | undefined, spoken: boolean): void {
    const selection = withValue(withValue(this.state.selection, 'from', from), 'to', to)
    const ranged = from !== undefined || to !== undefined
    this.select(withValue(selection, 'spoken', spoken && ranged ? '1' : undefined))
  }

  private moved(): void {
    if (this.config.view === 'embed' || !this.data) return
    this.state = { ...this.state, position: this.panel.position }
    this.replace()
  }

  private replace(): void {
    if (this.config.view !== 'embed') history.replaceState(null, '', this.address())
  }

  /** The content of the reading pane is there: it names the page, and an embedded map shows its place beside the card. */
  private loaded(): void {
    this.title()
    const { show } = this.state
    if (this.config.view !== 'embed' || show?.kind !== 'place') return
    this.panel.resized()
    this.panel.panTo(show.id)
  }

  /** Returns the pixels of the map that panes cover. */
  private covered(): [number, number, number, number] {
    const sheet = this.sheet?.height ?? 0
    const over = this.reading?.isOpen && getComputedStyle(this.reading.element).position === 'absolute'
    if (this.config.view === 'embed') {
      if (!over || !this.reading) return [0, 0, 0, 0] // in a narrow frame the card is below the map
      const card = this.reading.element.getBoundingClientRect()
      return [card.right - this.panel.map.getContainer().getBoundingClientRect().left, 0, 0, 0]
    }
    return [0, 0, over ? (this.reading?.element.clientWidth ?? 0) : 0, sheet]
  }

  private layoutChanged(): void {
    requestAnimationFrame(() => this.panel?.resized())
  }

  private title(): void {
    const heading = this.reading?.isOpen ? this.reading.body.querySelector('h1, h2') : undefined
    const name = (heading?.querySelector('bdi') ?? heading)?.textContent
    const [first = ''] = this.titles
    document.title = name ? `${name} · ${first}` : first
  }

  private readonly titles = [document.title]

  /** Connects the links and forms of the page whose addresses are selections. */
  private connectPage(): void {
    const page = new URL(this.config.home ?? location.pathname, location.href).pathname
    const follow = (link: HTMLAnchorElement): void => {
      const url = new URL(link.href, location.href)
      this.select(selectionOf(url.searchParams))
      this.fillForms()
    }
    if (this.config.view === 'map') {
      for (const id of ['overview', 'facets', 'list']) {
        const element = byId(id)
        if (element) onPlainClick(element, `a[href="${page}"], a[href^="${page}?"]`, follow)
      }
    }
    document.addEventListener('submit', event => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || !form.matches('form.filter, form.days')) return
      event.preventDefault()
      this.submit(form)
    })
    for (const form of this.forms) {
      form.addEventListener('change', event => {
        if (event.target instanceof HTMLSelectElement) this.submit(form)
      })
      form.addEventListener('search', () => this.submit(form))
    }
    this.fillForms()
  }

  private submit(form: HTMLFormElement): void {
    const values = new FormData(form)
    const text = (name: string): string | undefined => (values.has(name) ? String(values.get(name)).trim() : undefined)
    let { selection } = this.state
    for (const key of form.matches('.days') ? ['from', 'to', 'spoken'] : ['q']) selection = withValue(selection, key, text(key))
    const defaultOf = (name: string, value: string | undefined): string =>
      value === 'mentions' ? '' : (value ?? this.state[name as 'sort'])
    this.select(selection, defaultOf('sort', text('sort')), defaultOf('group', text('group')))
  }

  /** Shows the state in the forms. */
  private fillForms(): void {
    for (const form of this.forms) {
      const set = (name: string, value: string): void => {
        const field = form.elements.namedItem(name)
        if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value
      }
      set('q', this.state.selection.get('q') ?? '')
      set('sort', this.state.sort || 'mentions')
      set('group', this.state.group)
    }
  }
}
