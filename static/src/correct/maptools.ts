// What the form for choosing a place shows on the map: its candidates, and a position that is entered.

import * as L from 'leaflet'

import { h, prefersReducedMotion } from '../dom.ts'
import { t } from '../i18n.ts'
import type { Candidate } from './candidates.ts'

export class MapTools {
  private readonly map: L.Map
  private readonly layer = L.layerGroup()
  private circle: L.Circle | undefined
  private before: { center: L.LatLng; zoom: number } | undefined
  private readonly always: boolean

  /** If always is set, the map moves to all candidates that are shown, and stays there. */
  constructor(map: L.Map, always = false) {
    this.map = map
    this.always = always
    map.createPane('candidates').style.zIndex = '700' // above the symbols
  }

  /** Shows candidates and moves the map so that they are in view; choose is called for the one that is clicked. */
  show(candidates: Candidate[], choose?: (c: Candidate) => void): void {
    this.layer.clearLayers()
    if (candidates.length === 0) return
    for (const c of candidates) {
      const label = t('candidateOnMap', { n: c.number, name: c.name })
      const icon = L.divIcon({ className: `ghost${c.current ? ' current' : ''}`, html: h('span', {}, c.number), iconSize: [26, 26] })
      const marker = L.marker([c.lat, c.lon], {
        pane: 'candidates',
        icon,
        keyboard: choose !== undefined,
        title: label,
        alt: label,
        zIndexOffset: 2000,
      })
      if (choose) marker.on('click', () => choose(c))
      marker.addTo(this.layer)
    }
    this.layer.addTo(this.map)
    const bounds = L.latLngBounds(candidates.map(c => [c.lat, c.lon]))
    if (!this.always) {
      if (this.map.getBounds().contains(bounds)) return
      this.before ??= { center: this.map.getCenter(), zoom: this.map.getZoom() }
    }
    this.map.fitBounds(bounds, { padding: [50, 50], maxZoom: this.always ? 5 : 7, animate: !this.always && !prefersReducedMotion() })
  }

  /** Removes the candidates and returns to the view before them. */
  clear(): void {
    this.layer.clearLayers()
    this.layer.remove()
    if (this.before) this.map.setView(this.before.center, this.before.zoom, { animate: false })
    this.before = undefined
  }

  /** Draws a position with a radius in kilometers, or none. */
  drawPoint(point?: { lat: number; lon: number; km: number }): void {
    this.circle?.remove()
    this.circle =
      point && L.circle([point.lat, point.lon], { radius: point.km * 1000, className: 'chosen-point', interactive: false }).addTo(this.map)
  }

  /** Calls picked with the position of the next click on the map; the result stops waiting for it. */
  pick(picked: (lat: number, lon: number) => void): () => void {
    const container = this.map.getContainer()
    container.classList.add('drawing')
    const clicked = (event: L.LeafletMouseEvent): void => {
      const { lat, lng } = event.latlng.wrap()
      picked(lat, lng)
    }
    this.map.once('click', clicked)
    return () => {
      this.map.off('click', clicked)
      container.classList.remove('drawing')
    }
  }
}
