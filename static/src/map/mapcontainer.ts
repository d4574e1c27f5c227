// The Leaflet map with the base map, the key and the sources.

import * as L from 'leaflet'

import { addBaseMap, type BaseMap, type BaseMapOptions } from '../basemap/index.ts'
import type { Attribution, Config } from '../config.ts'
import { h, prefersReducedMotion, webURL } from '../dom.ts'
import { chosenTheme } from '../embed.ts'
import { number, t } from '../i18n.ts'
import type { GeoBox } from '../viewdata.ts'
import { keySizes, symbolRadius } from './symbols.ts'

export const maxZoom = 14
/** The latitude beyond which the middle of the map cannot be dragged. */
const maxLatitude = 78
/** The largest zoom of the first view. */
const maxFirstZoom = 9

/** Where the data of the base map is: on the server, or embedded in a single-file map. */
export type BaseMapSource = Pick<BaseMapOptions, 'world' | 'detail' | 'labels' | 'names'>

export interface MapContainer {
  map: L.Map
  base: BaseMap | undefined
  key: KeyControl
}

/** Returns the addresses of the base map on the page's server, or undefined if it was not built. */
export function serverBaseMap(config: Config): BaseMapSource | undefined {
  if (!config.basemap) return undefined
  const { lang } = document.documentElement
  return {
    world: `${config.basemap}world.json`,
    detail: `${config.basemap}{key}.json`,
    ...(config.labels ? { labels: config.labels } : {}),
    ...(config.labels && lang && lang !== 'en' ? { names: namesURL(config.labels) } : {}),
  }
}

/** Returns the address of the names of countries and seas in the language of the page, given that of the labels. */
function namesURL(labels: string): string {
  return labels.replace('labels/{z}/{x}/{y}.json', 'names.json')
}

/** What is drawn over the base map and its labels must avoid. */
export type OverlayHooks = Required<Pick<BaseMapOptions, 'obstacles' | 'named'>>

/** Creates the map in the element #map. */
export function createMap(config: Config, baseMap: BaseMapSource | undefined, hooks: OverlayHooks): MapContainer {
  const element = document.getElementById('map')
  if (!element) throw new Error('the page has no element #map')
  const embedded = config.view === 'embed'
  const animate = !prefersReducedMotion()
  const map = L.map(element, {
    minZoom: leastZoom(element.clientWidth),
    maxZoom,
    zoomSnap: 0.25,
    zoomDelta: 1,
    wheelPxPerZoomLevel: 90,
    worldCopyJump: true,
    scrollWheelZoom: !embedded,
    zoomAnimation: animate,
    fadeAnimation: animate,
    inertia: animate,
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
  })
  map.on('resize', () => map.setMinZoom(leastZoom(map.getSize().x)))
  map.on('dragend', () => {
    const { lat, lng } = map.getCenter()
    if (Math.abs(lat) > maxLatitude) map.panTo([Math.sign(lat) * maxLatitude, lng])
  })
  element.setAttribute('role', 'application')
  element.setAttribute('aria-label', t('mapLabel'))
  element.tabIndex = 0
  const zoom = L.control.zoom({ position: 'topright', zoomInTitle: t('zoomIn'), zoomOutTitle: t('zoomOut') }).addTo(map)
  for (const button of zoom.getContainer()?.querySelectorAll('a') ?? []) button.tabIndex = -1
  L.control.scale({ position: 'bottomleft', imperial: false }).addTo(map)
  const key = new KeyControl().addTo(map)
  if (embedded) {
    zoomWithControlKey(map, element)
    moveWithTwoFingers(map, element)
  }
  const theme = embedded ? chosenTheme() : undefined
  const base = baseMap ? addBaseMap(map, { ...baseMap, ...hooks, ...(theme ? { dark: theme === 'dark' } : {}) }) : undefined
  new SourcesControl(base?.attribution, config.attribution ?? []).addTo(map)
  map.setView([25, 20], Math.max(map.getMinZoom(), 1.5), { animate: false })
  return { map, base, key }
}

/** Returns the least zoom: that at which the whole world fits the width. */
export function leastZoom(width: number): number {
  return Math.max(0, Math.min(2, Math.floor(Math.log2(Math.max(width, 256) / 256) * 4) / 4))
}

/** Shows a box with room for the controls and the labels around it, and beside the pixels that panes cover: left, top, right, bottom. */
export function fitBox(map: L.Map, box: GeoBox, covered: [number, number, number, number], animate = false): void {
  const size = map.getSize()
  const [left, top, right, bottom] = covered
  const x = Math.min(70, (size.x - left - right) * 0.13)
  const y = Math.min(44, (size.y - top - bottom) * 0.12)
  map.fitBounds(
    [
      [box[1], box[0]],
      [box[3], box[2]],
    ],
    { paddingTopLeft: [left + x, top + y], paddingBottomRight: [right + x, bottom + y], maxZoom: maxFirstZoom, animate },
  )
}

/** In an embedded map the wheel scrolls the page around it; with the control key it zooms the map. */
function zoomWithControlKey(map: L.Map, element: HTMLElement): void {
  const toggle = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable()
    else map.scrollWheelZoom.disable()
  }
  element.addEventListener('wheel', toggle, { capture: true, passive: true })
}

/** In an embedded map one finger scrolls the page around it, and two fingers move and zoom the map. */
function moveWithTwoFingers(map: L.Map, element: HTMLElement): void {
  const hint = h('p', { class: 'touch-hint', 'aria-hidden': 'true' }, t('twoFingers'))
  element.append(hint)
  // The browser decides at the first touch whether it scrolls, so dragging is off before it. A mouse drags as ever.
  if (window.matchMedia('(any-pointer: coarse)').matches) map.dragging.disable()
  const choose = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') map.dragging.disable()
    else map.dragging.enable()
  }
  element.addEventListener('pointerdown', choose, { capture: true })
  const moved = (event: TouchEvent): void => {
    hint.classList.toggle('shown', event.touches.length === 1)
    if (event.touches.length > 1 && event.cancelable) event.preventDefault()
  }
  element.addEventListener('touchmove', moved, { passive: false })
  const ended = (): void => void hint.classList.remove('shown')
  element.addEventListener('touchend', ended)
  element.addEventListener('touchcancel', () => setTimeout(ended, 1200))
}

/** Explains the symbols of the map, with three sizes and their numbers of mentions. */
export class KeyControl extends L.Control {
  private readonly sizes = h('div', { class: 'key-sizes' })

  constructor() {
    super({ position: 'topleft' })
  }

  override onAdd(): HTMLElement {
    const symbol = (className: string, words: string): HTMLElement =>
      h('li', {}, h('span', { class: `glyph ${className}`, 'aria-hidden': 'true' }), words)
    const list = h(
      'ul',
      {},
      symbol('settlement', t('keySettlement')),
      symbol('site', t('keySite')),
      symbol('settlement likely', t('keyLikely')),
      symbol('cluster', t('keyCluster')),
      symbol('area', t('keyArea')),
      symbol('country', t('keyCountry')),
      symbol('offset', t('keyOffset')),
    )
    const element = h('details', { class: 'key-control' }, h('summary', { tabindex: -1 }, t('key')), list)
    L.DomEvent.disableClickPropagation(element)
    return h('div', { class: 'key' }, this.sizes, element)
  }

  /** Draws circles for round numbers of mentions; largest is the highest number of one place. */
  setLargest(largest: number): void {
    const circles = keySizes(largest).map(n => {
      const circle = h('span', { class: 'key-circle', 'aria-hidden': 'true' })
      circle.style.setProperty('--r', `${symbolRadius(n, largest).toFixed(1)}px`)
      return h('span', { class: 'key-size' }, circle, number(n))
    })
    this.sizes.replaceChildren(...(circles.length > 1 ? [...circles, h('span', { class: 'quiet' }, t('keySizes'))] : []))
  }
}

/** Lists the sources of the map and its places. */
class SourcesControl extends L.Control {
  private readonly base: string | undefined
  private readonly sources: Attribution[]

  constructor(base: string | undefined, sources: Attribution[]) {
    super({ position: 'bottomright' })
    this.base = base
    this.sources = sources
  }

  override onAdd(): HTMLElement {
    const names = this.sources.map(s => h('li', {}, sourceLink(s), s.license ? ` (${s.license})` : ''))
    const summary = ['Leaflet', this.base].filter(Boolean).join(' · ')
    const list = names.length > 0 && h('ul', {}, ...names)
    const element = h('details', { class: 'attribution' }, h('summary', { tabindex: -1 }, t('sources')), h('p', {}, summary), list)
    L.DomEvent.disableClickPropagation(element)
    L.DomEvent.disableScrollPropagation(element)
    return h('div', { class: 'attributions' }, h('span', { class: 'attribution-line' }, summary), element)
  }
}

function sourceLink(source: Attribution): HTMLElement | string {
  const address = webURL(source.url)
  const name = source.name || source.attribution
  return address ? h('a', { href: address, rel: 'noopener noreferrer external', target: '_blank' }, name) : name
}

/** Returns the copy of a position that is nearest to a center: the world repeats every 360 degrees. */
export function nearestCopy(position: L.LatLng, center: L.LatLng): L.LatLng {
  return L.latLng(position.lat, position.lng + 360 * Math.round((center.lng - position.lng) / 360))
}
