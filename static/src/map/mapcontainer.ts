// The Leaflet map with the base map, the legend and the sources.

import L from 'leaflet'

import { addBaseMap, type BaseMap, type BaseMapOptions } from '../basemap/index.ts'
import { h, prefersReducedMotion, webURL } from '../dom.ts'
import type { Attribution, Config } from '../types.ts'

export const minZoom = 2
export const maxZoom = 14

/** Where the data of the base map is: on the server, or embedded in a single-file map. */
export type BaseMapSource = Pick<BaseMapOptions, 'world' | 'detail' | 'labels'>

export interface MapContainer {
  map: L.Map
  base: BaseMap | undefined
}

/** Returns the addresses of the base map on the page's server, or undefined if it was not built. */
export function serverBaseMap(config: Config): BaseMapSource | undefined {
  if (!config.basemap) return undefined
  return {
    world: `${config.basemap}world.json`,
    detail: `${config.basemap}{key}.json`,
    ...(config.labels ? { labels: config.labels } : {}),
  }
}

/** What is drawn over the base map and its labels must avoid. */
export type OverlayHooks = Required<Pick<BaseMapOptions, 'avoid' | 'named'>>

/** Creates the map in the element #map. */
export function createMap(config: Config, baseMap: BaseMapSource | undefined, hooks: OverlayHooks): MapContainer {
  const element = document.getElementById('map')
  if (!element) throw new Error('the page has no element #map')
  const embedded = config.view === 'embed'
  const animate = !prefersReducedMotion()
  const map = L.map(element, {
    minZoom,
    maxZoom,
    zoomSnap: 0.5,
    wheelPxPerZoomLevel: 90,
    worldCopyJump: true,
    maxBoundsViscosity: 1,
    maxBounds: [
      [-86, -Infinity],
      [86, Infinity],
    ],
    scrollWheelZoom: !embedded,
    zoomAnimation: animate,
    fadeAnimation: animate,
    inertia: animate,
    attributionControl: false,
    zoomControl: false,
  })
  element.setAttribute('role', 'region')
  element.setAttribute('aria-label', 'Map. Arrow keys pan, plus and minus zoom.')
  L.control.zoom({ position: 'topright', zoomInTitle: 'Zoom in', zoomOutTitle: 'Zoom out' }).addTo(map)
  L.control.scale({ position: 'bottomleft', imperial: false }).addTo(map)
  new LegendControl().addTo(map)
  if (embedded) zoomWithControlKey(map, element)
  const base = baseMap ? addBaseMap(map, { ...baseMap, ...hooks }) : undefined
  new SourcesControl(base?.attribution, config.attribution ?? []).addTo(map)
  map.setView([25, 20], 2, { animate: false })
  return { map, base }
}

/** In an embedded map the wheel scrolls the page around it; with the control key it zooms the map. */
function zoomWithControlKey(map: L.Map, element: HTMLElement): void {
  const toggle = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) map.scrollWheelZoom.enable()
    else map.scrollWheelZoom.disable()
  }
  element.addEventListener('wheel', toggle, { capture: true, passive: true })
}

/** Explains the symbols of the map. */
class LegendControl extends L.Control {
  constructor() {
    super({ position: 'topleft' })
  }

  override onAdd(): HTMLElement {
    const symbol = (className: string, words: string): HTMLElement =>
      h('li', {}, h('span', { class: `glyph ${className}`, 'aria-hidden': 'true' }), words)
    const element = h(
      'details',
      { class: 'legend-control' },
      h('summary', {}, 'Legend'),
      h(
        'ul',
        {},
        symbol('settlement', 'city, town or village'),
        symbol('site', 'site, such as a border crossing'),
        symbol('settlement likely', 'likely, not certain'),
        symbol('area', 'area'),
        symbol('country', 'country or region'),
      ),
    )
    L.DomEvent.disableClickPropagation(element)
    return element
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
    const element = h('details', { class: 'attribution' }, h('summary', {}, 'Sources'), h('p', {}, summary), list)
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

/** Moves the map so that a place is well in view. The map stays if the place is in view already. */
export function panIntoView(map: L.Map, target: L.LatLng | L.LatLngBounds, zoom = 6): void {
  const animate = !prefersReducedMotion()
  if (target instanceof L.LatLngBounds) {
    const tooSmall = map.getBoundsZoom(target) > map.getZoom() + 2
    if (!map.getBounds().contains(target) || tooSmall) map.fitBounds(target, { padding: [40, 40], maxZoom: 9, animate })
    return
  }
  const position = nearestCopy(target, map.getCenter())
  if (map.getZoom() < zoom - 2) map.setView(position, zoom, { animate })
  else if (!map.getBounds().pad(-0.12).contains(position)) map.panTo(position, { animate })
}

/** Returns the copy of a position that is nearest to a center: the world repeats every 360 degrees. */
export function nearestCopy(position: L.LatLng, center: L.LatLng): L.LatLng {
  return L.latLng(position.lat, position.lng + 360 * Math.round((center.lng - position.lng) / 360))
}
