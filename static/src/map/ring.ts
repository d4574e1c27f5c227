// Rings over the symbols that are selected or pointed at, with their names. They move nothing below them.

import * as L from 'leaflet'

import { h } from '../dom.ts'
import type { Circle } from './symbols.ts'

export class Ring {
  private readonly element: HTMLElement
  private readonly map: L.Map
  private readonly name = h('span', { class: 'ring-name', dir: 'auto' })
  private readonly circle = h('span', { class: 'ring-circle' })

  constructor(map: L.Map, className: string) {
    this.map = map
    const pane = map.getPane('rings') ?? map.createPane('rings')
    pane.style.zIndex = '640'
    pane.style.pointerEvents = 'none'
    this.element = h('div', { class: `ring ${className}`, 'aria-hidden': 'true', hidden: true }, this.circle, this.name)
    pane.append(this.element)
  }

  /** Shows the ring around a circle in pixels of the map's layers; without a name only the ring. */
  show({ x, y, r }: Circle, name: string): void {
    this.element.hidden = false
    this.element.style.setProperty('--r', `${(r + 3).toFixed(1)}px`)
    this.name.textContent = name
    this.name.hidden = name === ''
    L.DomUtil.setTransform(this.element, L.point(x, y), 1)
    if (name === '') return
    // The name is on the other side where it would leave the map.
    this.element.classList.remove('at-edge')
    this.element.classList.toggle(
      'at-edge',
      this.name.getBoundingClientRect().right > this.map.getContainer().getBoundingClientRect().right,
    )
  }

  hide(): void {
    this.element.hidden = true
  }
}
