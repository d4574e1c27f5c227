// The candidates of a mention that a page lists.

export interface Candidate {
  number: string
  name: string
  lat: number
  lon: number
  current: boolean
}

/** Returns the candidates that a part of a page lists, in its order. */
export function candidatesIn(element: Element): Candidate[] {
  const out: Candidate[] = []
  for (const item of element.querySelectorAll<HTMLElement>('[data-candidate][data-at]')) {
    const [lat, lon] = (item.dataset.at ?? '').split(',').map(Number)
    if (lat === undefined || lon === undefined || !Number.isFinite(lat) || !Number.isFinite(lon)) continue
    const name = item.querySelector('bdi')?.textContent ?? ''
    const number = item.dataset.number || String(out.length + 1)
    out.push({ number, name, lat, lon, current: item.classList.contains('current') })
  }
  return out
}
