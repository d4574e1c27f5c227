// The map itself: Leaflet with the base map under it and the sources named on it.

import L from 'leaflet'

import { addBaseMap, type BaseMap, type BaseMapOptions } from './basemap/index.ts'
import { h, lessMotion, webAddress } from './dom.ts'
import type { Attribution, Config } from './types.ts'

/** The farthest in and out that the map goes. */
export const minZoom = 2
export const maxZoom = 14

/** The base map of a page: that of the server, or what a file holds. */
export type Ground = Pick<BaseMapOptions, 'world' | 'detail' | 'labels'>

export interface Stage {
  map: L.Map
  base: BaseMap | undefined
}

/** Where the base map of a page lies on its server. */
export function servedGround(config: Config): Ground | undefined {
  if (!config.basemap) return undefined
  return {
    world: `${config.basemap}world.json`,
    detail: `${config.basemap}{key}.json`,
    ...(config.labels ? { labels: config.labels } : {}),
  }
}

/** What stands over the base map, so that its names can keep off it. */
export type Over = Required<Pick<BaseMapOptions, 'avoid' | 'named'>>

/** Makes the map in #map. */
export function makeStage(config: Config, ground: Ground | undefined, over: Over): Stage {
  const container = document.getElementById('map')
  if (!container) throw new Error('the page has no element for the map')
  const embedded = config.view === 'embed'
  const still = lessMotion()
  const map = L.map(container, {
    minZoom,
    maxZoom,
    zoomSnap: 0.5,
    wheelPxPerZoomLevel: 90,
    worldCopyJump: true,
    maxBoundsViscosity: 1,
    maxBounds: [[-86, -Infinity], [86, Infinity]],
    scrollWheelZoom: !embedded,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    attributionControl: false,
    zoomControl: false,
  })
  container.setAttribute('role', 'region')
  container.setAttribute('aria-label', 'Map: arrow keys move it, plus and minus zoom')
  L.control.zoom({ position: 'topright', zoomInTitle: 'Zoom in', zoomOutTitle: 'Zoom out' }).addTo(map)
  L.control.scale({ position: 'bottomleft', imperial: false }).addTo(map)
  new KeyControl().addTo(map)
  if (embedded) zoomWithControlKey(map, container)
  const base = ground ? addBaseMap(map, { ...ground, ...over }) : undefined
  new SourcesControl(base?.attribution, config.attribution ?? []).addTo(map)
  map.setView([25, 20], 2, { animate: false })
  return { map, base }
}

/** In another's page the wheel scrolls that page; with the control key it zooms the map. */
function zoomWithControlKey(map: L.Map, container: HTMLElement): void {
  container.addEventListener('wheel', event => {
    if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable()
    else map.scrollWheelZoom.disable()
  }, { capture: true, passive: true })
}

/** Says what the signs on the map mean. */
class KeyControl extends L.Control {
  constructor() {
    super({ position: 'topleft' })
  }

  override onAdd(): HTMLElement {
    const sign = (className: string, words: string): HTMLElement => h('li', {}, h('span', { class: `glyph ${className}`, 'aria-hidden': 'true' }), words)
    const element = h('details', { class: 'key' }, h('summary', {}, 'Key'), h('ul', {},
      sign('settlement', 'settlement'), sign('site', 'site, such as a crossing'), sign('settlement likely', 'likely, not certain'),
      sign('area', 'area'), sign('country', 'country or region')))
    L.DomEvent.disableClickPropagation(element)
    return element
  }
}

/** Names the sources of what is shown; a gazetteer's names go in as text. */
class SourcesControl extends L.Control {
  private readonly base: string | undefined
  private readonly sources: Attribution[]

  constructor(base: string | undefined, sources: Attribution[]) {
    super({ position: 'bottomright' })
    this.base = base
    this.sources = sources
  }

  override onAdd(): HTMLElement {
    const names = this.sources.map(s => h('li', {}, link(s), s.licence ? ` (${s.licence})` : ''))
    const summary = ['Leaflet', this.base].filter(Boolean).join(' · ')
    const element = h('details', { class: 'attribution' },
      h('summary', {}, 'Sources'),
      h('p', {}, summary),
      names.length > 0 && h('ul', {}, ...names))
    L.DomEvent.disableClickPropagation(element)
    L.DomEvent.disableScrollPropagation(element)
    return h('div', { class: 'attributions' }, h('span', { class: 'attribution-line' }, summary), element)
  }
}

function link(source: Attribution): HTMLElement | string {
  const address = webAddress(source.url)
  const name = source.name || source.attribution
  return address ? h('a', { href: address, rel: 'noopener noreferrer external', target: '_blank' }, name) : name
}

/** Moves the map so that a place is well in view; a place in view already stays where it is. */
export function bring(map: L.Map, target: L.LatLng | L.LatLngBounds, zoom = 6): void {
  const animate = !lessMotion()
  if (target instanceof L.LatLngBounds) {
    if (!map.getBounds().contains(target) || map.getBoundsZoom(target) > map.getZoom() + 2) map.fitBounds(target, { padding: [40, 40], maxZoom: 9, animate })
    return
  }
  const inner = map.getBounds().pad(-0.12)
  const here = nearest(target, map.getCenter())
  if (map.getZoom() < zoom - 2) map.setView(here, zoom, { animate })
  else if (!inner.contains(here)) map.panTo(here, { animate })
}

/** The copy of a position that lies nearest to the middle of the view: the world repeats. */
export function nearest(position: L.LatLng, middle: L.LatLng): L.LatLng {
  return L.latLng(position.lat, position.lng + 360 * Math.round((middle.lng - position.lng) / 360))
}
