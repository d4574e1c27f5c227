// The shape of a spatial relation such as "50 kilometers north of Kabul", drawn while its passage is open.

import L from 'leaflet'

import type { MentionProperties } from '../types.ts'
import { nearestCopy } from './mapcontainer.ts'

/** The minimum radius of the circle, in pixels. */
const minRadius = 9
const style = { className: 'relation', interactive: false }

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

  /** Draws a circle of the relation's uncertainty, and a line to it from the reference place. */
  show(m: MentionProperties): void {
    this.clear()
    if (m.relation_lat === undefined || m.relation_lon === undefined || !m.relation_uncertainty_km) return
    const { map, group } = this
    const center = nearestCopy(L.latLng(m.relation_lat, m.relation_lon), map.getCenter())
    const circle = L.circle(center, { radius: m.relation_uncertainty_km * 1000, ...style }).addTo(group)
    const bounds = circle.getBounds()
    const diagonal = map.latLngToLayerPoint(bounds.getNorthEast()).distanceTo(map.latLngToLayerPoint(bounds.getSouthWest()))
    if (diagonal < 2 * minRadius) {
      circle.remove()
      L.circleMarker(center, { radius: minRadius, ...style }).addTo(group)
    }
    if (m.lat === undefined || m.lon === undefined) return
    const reference = nearestCopy(L.latLng(m.lat, m.lon), map.getCenter())
    L.polyline([reference, center], { ...style, fill: false }).addTo(group)
  }
}
