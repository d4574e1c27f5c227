// On a phone the list and the reading pane are a sheet over the map, with three stops: peek, half and full.

import { h } from '../dom.ts'
import { t } from '../i18n.ts'

export type Stop = 'peek' | 'half' | 'full'
const stops: Stop[] = ['peek', 'half', 'full']
const peekHeight = 96

export class Sheet {
  private readonly query = window.matchMedia('screen and (max-width: 760px)')
  private readonly handle = h('button', { type: 'button', class: 'sheet-handle' }, h('span', { 'aria-hidden': 'true' }))
  private stop: Stop = 'half'
  private readonly changed: () => void

  /** changed is called when the part of the map that is covered has changed. */
  constructor(changed: () => void) {
    this.changed = changed
    document.getElementById('main')?.prepend(this.handle)
    this.handle.addEventListener('click', () => this.set(this.stop === 'full' ? 'peek' : (stops[stops.indexOf(this.stop) + 1] ?? 'full')))
    this.handle.addEventListener('pointerdown', event => this.drag(event))
    this.query.addEventListener('change', () => this.apply())
    this.apply()
  }

  get isActive(): boolean {
    return this.query.matches
  }

  /** Returns the height of the sheet in pixels, 0 on wide screens. */
  get height(): number {
    return this.isActive ? heightOf(this.stop) : 0
  }

  set(stop: Stop): void {
    this.stop = stop
    this.apply()
  }

  /** Raises the sheet at least to half. */
  raise(): void {
    if (this.stop === 'peek') this.set('half')
  }

  private apply(): void {
    document.body.classList.toggle('with-sheet', this.isActive)
    document.body.dataset.sheet = this.stop
    document.body.style.setProperty('--sheet', `${Math.round(heightOf(this.stop))}px`)
    this.handle.setAttribute('aria-label', t(this.stop === 'full' ? 'sheetFull' : 'sheetPeek'))
    this.changed()
  }

  private drag(event: PointerEvent): void {
    const start = event.clientY
    const from = heightOf(this.stop)
    let moved = false
    const move = (e: PointerEvent): void => {
      if (Math.abs(e.clientY - start) > 6) moved = true
      document.body.style.setProperty('--sheet', `${Math.max(peekHeight, Math.round(from + start - e.clientY))}px`)
    }
    const end = (e: PointerEvent): void => {
      this.handle.removeEventListener('pointermove', move)
      if (!moved) return
      const height = from + start - e.clientY
      const nearest = [...stops].sort((a, b) => Math.abs(heightOf(a) - height) - Math.abs(heightOf(b) - height))[0] ?? 'half'
      this.handle.addEventListener('click', stopOnce, { capture: true, once: true })
      this.set(nearest)
    }
    this.handle.setPointerCapture(event.pointerId)
    this.handle.addEventListener('pointermove', move)
    this.handle.addEventListener('pointerup', end, { once: true })
  }
}

/** Keeps the click at the end of a drag from changing the stop again. */
function stopOnce(event: Event): void {
  event.stopImmediatePropagation()
}

function heightOf(stop: Stop): number {
  const { innerHeight } = window
  return stop === 'peek' ? peekHeight : stop === 'half' ? innerHeight * 0.46 : innerHeight - 52
}
