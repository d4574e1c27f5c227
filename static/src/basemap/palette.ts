// The colors of the base map: muted, so that pins, areas and their labels are prominent.

export interface Palette {
  sea: string
  land: string
  coast: string
  river: string
  border: string
  /** The band under a border at high zooms, where the data is imprecise. */
  borderBand: string
  admin: string
  country: string
  area: string
  city: string
  cityDot: string
  water: string
  /** Outlines of labels on land and on water. */
  halo: string
  waterHalo: string
}

export const lightPalette: Palette = {
  sea: '#d9e4ea',
  land: '#f7f5f0',
  coast: '#aebfc9',
  river: '#b4cad6',
  border: '#8d867b',
  borderBand: 'rgba(141, 134, 123, 0.16)',
  admin: '#cdc7bb',
  country: '#6d675e',
  area: '#958e82',
  city: '#45423d',
  cityDot: '#5b574f',
  water: '#6a8797',
  halo: 'rgba(247, 245, 240, 0.92)',
  waterHalo: 'rgba(217, 228, 234, 0.85)',
}

export const darkPalette: Palette = {
  sea: '#12181e',
  land: '#222830',
  coast: '#3a4652',
  river: '#2f4050',
  border: '#7b8490',
  borderBand: 'rgba(123, 132, 144, 0.16)',
  admin: '#3d4550',
  country: '#a3abb5',
  area: '#727c88',
  city: '#c3c9d1',
  cityDot: '#9aa3ae',
  water: '#5b7688',
  halo: 'rgba(34, 40, 48, 0.92)',
  waterHalo: 'rgba(18, 24, 30, 0.85)',
}
