// What "50 kilometers north of Kabul" stands for, drawn while its passage is open.

import L from 'leaflet'

import { nearest } from './stage.ts'
import type { MentionProperties } from './types.ts'

/** The least radius of a shape, in pixels. */
const leastRadius = 9

export class RelationShape {
  private readonly group = L.layerGroup()
  private readonly map: L.Map

  constructor(map: L.Map) {
    this.map = map
    this.group.addTo(map)
  }

  clear(): void {
    this.group.clearLayers()
  }

  show(m: MentionProperties): void {
    this.clear()
    if (m.relation_lat === undefined || m.relation_lon === undefined || !m.relation_uncertainty_km) return
    const at = nearest(L.latLng(m.relation_lat, m.relation_lon), this.map.getCenter())
    const style = { className: 'relation', interactive: false }
    const circle = L.circle(at, { radius: m.relation_uncertainty_km * 1000, ...style })
    // On a small scale a circle to scale could not be seen.
    const across = circle.addTo(this.group).getBounds()
    if (this.map.latLngToLayerPoint(across.getNorthEast()).distanceTo(this.map.latLngToLayerPoint(across.getSouthWest())) < 2 * leastRadius) {
      circle.remove()
      L.circleMarker(at, { radius: leastRadius, ...style }).addTo(this.group)
    }
    if (m.lat !== undefined && m.lon !== undefined) {
      const from = nearest(L.latLng(m.lat, m.lon), this.map.getCenter())
      L.polyline([from, at], { className: 'relation', interactive: false, fill: false }).addTo(this.group)
    }
  }
}
