// The shape of a spatial relation such as "50 kilometers north of Kabul", drawn while its passage is open.

import * as L from 'leaflet'

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

  /** Draws the circle in the data attributes of a passage, and a line to it from the place that it refers to. */
  show({ at, from, km }: DOMStringMap): void {
    this.clear()
    const center = parsePosition(at)
    if (!center || !Number(km)) return
    const { map, group } = this
    const position = nearestCopy(center, map.getCenter())
    const circle = L.circle(position, { radius: Number(km) * 1000, ...style }).addTo(group)
    const bounds = circle.getBounds()
    const diagonal = map.latLngToLayerPoint(bounds.getNorthEast()).distanceTo(map.latLngToLayerPoint(bounds.getSouthWest()))
    if (diagonal < 2 * minRadius) {
      circle.remove()
      L.circleMarker(position, { radius: minRadius, ...style }).addTo(group)
    }
    const start = parsePosition(from)
    if (start) L.polyline([nearestCopy(start, map.getCenter()), position], { ...style, fill: false }).addTo(group)
  }
}

/** Parses "latitude,longitude". */
function parsePosition(text: string | undefined): L.LatLng | undefined {
  const [lat, lng] = (text ?? '').split(',').map(Number)
  return text && Number.isFinite(lat) && Number.isFinite(lng) ? L.latLng(lat as number, lng as number) : undefined
}
