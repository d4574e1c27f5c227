// What "50 kilometers north of Kabul" stands for, drawn while its passage is open.

import L from 'leaflet'

import { nearest } from './stage.ts'
import type { MentionProperties } from './types.ts'

export class RelationShape {
  private readonly group = L.layerGroup()

  constructor(map: L.Map) {
    this.group.addTo(map)
    this.map = map
  }

  private readonly map: L.Map

  clear(): void {
    this.group.clearLayers()
  }

  show(m: MentionProperties): void {
    this.clear()
    if (m.relation_lat === undefined || m.relation_lon === undefined || !m.relation_uncertainty_km) return
    const at = nearest(L.latLng(m.relation_lat, m.relation_lon), this.map.getCenter())
    L.circle(at, { radius: m.relation_uncertainty_km * 1000, className: 'relation', interactive: false }).addTo(this.group)
    if (m.lat !== undefined && m.lon !== undefined) {
      const from = nearest(L.latLng(m.lat, m.lon), this.map.getCenter())
      L.polyline([from, at], { className: 'relation', interactive: false, fill: false }).addTo(this.group)
    }
  }
}
