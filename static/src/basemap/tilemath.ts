// Web Mercator tile arithmetic.

/** Returns the zoom of the label tiles for a zoom of the map: tiles of about 512 pixels. */
export function labelZoom(zoom: number): number {
  return Math.max(0, Math.min(12, Math.floor(zoom) - 1))
}

/** Returns the fractional row of a latitude in a grid of n rows. */
export function latToRow(lat: number, n: number): number {
  const sin = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180)
  return (0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * n
}

/** Returns the longitude and latitude of a position in a tile; x and y are from 0 to 1. */
export function tileToLonLat(tile: { grid: number; x: number; y: number }, x: number, y: number): [number, number] {
  const n = 2 ** tile.grid
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (tile.y + y)) / n))) * 180) / Math.PI
  return [((tile.x + x) / n) * 360 - 180, lat]
}
