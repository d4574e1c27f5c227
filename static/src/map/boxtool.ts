// The tool that draws a box on the map to select by it.

import * as L from 'leaflet'

import { h } from '../dom.ts'
import { t } from '../i18n.ts'

export class BoxTool {
  private readonly map: L.Map
  private readonly select: (box: string) => void
  private readonly button: HTMLElement
  private readonly frame = h('div', { class: 'draw-box', hidden: true })
  private active = false

  /** select gets the box as "west,south,east,north". */
  constructor(map: L.Map, select: (box: string) => void) {
    this.map = map
    this.select = select
    this.button = h(
      'a',
      {
        href: '#',
        role: 'button',
        class: 'box-tool',
        title: t('drawBox'),
        'aria-label': t('drawBox'),
        'aria-pressed': 'false',
        tabindex: -1,
      },
      '⬚',
    )
    L.DomEvent.disableClickPropagation(this.button)
    this.button.addEventListener('click', event => {
      event.preventDefault()
      this.toggle(!this.active)
    })
    map.getContainer().querySelector('.leaflet-control-zoom')?.append(this.button)
    map.getContainer().append(this.frame)
    map.getContainer().addEventListener('pointerdown', event => this.start(event), { capture: true })
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.active) this.toggle(false)
    })
    // The keyboard selects by what the map shows.
    map.getContainer().addEventListener('keydown', event => {
      if (event.key !== 'b' || event.ctrlKey || event.metaKey || event.altKey || event.target !== map.getContainer()) return
      event.preventDefault()
      this.choose(map.getBounds())
    })
  }

  toggle(active: boolean): void {
    this.active = active
    this.button.setAttribute('aria-pressed', String(active))
    this.map.getContainer().classList.toggle('drawing', active)
    if (active) this.map.dragging.disable()
    else this.map.dragging.enable()
    this.frame.hidden = true
  }

  private start(event: PointerEvent): void {
    if (!this.active || event.button !== 0 || !(event.target instanceof Element) || event.target.closest('.leaflet-control')) return
    event.preventDefault()
    event.stopPropagation()
    const container = this.map.getContainer()
    const at = (e: PointerEvent): L.Point => this.map.mouseEventToContainerPoint(e)
    const from = at(event)
    const move = (e: PointerEvent): void => {
      const to = at(e)
      this.frame.hidden = false
      Object.assign(this.frame.style, {
        left: `${Math.min(from.x, to.x)}px`,
        top: `${Math.min(from.y, to.y)}px`,
        width: `${Math.abs(to.x - from.x)}px`,
        height: `${Math.abs(to.y - from.y)}px`,
      })
    }
    const end = (e: PointerEvent): void => {
      container.removeEventListener('pointermove', move, true)
      const to = at(e)
      this.toggle(false)
      if (Math.abs(to.x - from.x) < 6 || Math.abs(to.y - from.y) < 6) return
      this.choose(L.latLngBounds(this.map.containerPointToLatLng(from), this.map.containerPointToLatLng(to)))
    }
    container.setPointerCapture(event.pointerId)
    container.addEventListener('pointermove', move, true)
    container.addEventListener('pointerup', end, { once: true, capture: true })
  }

  /** Selects by bounds; those wider than the world select by all longitudes. */
  private choose(bounds: L.LatLngBounds): void {
    const lng = (v: number): number => ((((v + 180) % 360) + 360) % 360) - 180
    const whole = bounds.getEast() - bounds.getWest() >= 360
    const [west, east] = whole ? [-180, 180] : [lng(bounds.getWest()), lng(bounds.getEast())]
    const lat = (v: number): number => Math.max(-90, Math.min(90, v))
    const values = [west, lat(bounds.getSouth()), east, lat(bounds.getNorth())]
    this.select(values.map(v => String(Math.round(v * 1e3) / 1e3)).join(','))
  }
}
