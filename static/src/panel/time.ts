// The histogram of days: of publication, or those that the passages speak of. A range of it selects by days.

import { h } from '../dom.ts'
import { day, t } from '../i18n.ts'
import type { Day } from '../viewdata.ts'

const maxBins = 120
const msPerDay = 86_400_000

/** A bin of the histogram: its first and last day and its number of mentions. */
export interface Bin {
  from: string
  to: string
  n: number
}

/** Divides days into at most 120 bins of equal length: days, weeks, months of 30 days, and so on. */
export function binsOf(days: Day[]): Bin[] {
  if (days.length === 0) return []
  const numbers = days.map(({ d }) => dayNumber(d)).filter(Number.isFinite)
  const first = Math.min(...numbers)
  const last = Math.max(...numbers)
  const size = [1, 7, 30, 91, 365, 3650].find(s => (last - first + 1) / s <= maxBins) ?? Math.ceil((last - first + 1) / maxBins)
  const bins = Array.from({ length: Math.floor((last - first) / size) + 1 }, (_, i) => ({
    from: dayText(first + i * size),
    to: dayText(Math.min(first + (i + 1) * size - 1, last)),
    n: 0,
  }))
  for (const { d, n } of days) {
    const bin = bins[Math.floor((dayNumber(d) - first) / size)]
    if (bin) bin.n += n
  }
  return bins
}

function dayNumber(text: string): number {
  return Date.parse(`${text}T00:00:00Z`) / msPerDay
}

function dayText(n: number): string {
  return new Date(n * msPerDay).toISOString().slice(0, 10)
}

export interface TimeEvents {
  /** A range is selected; undefined values select all days. */
  select(from: string | undefined, to: string | undefined, spoken: boolean): void
}

export class TimePanel {
  private readonly element: HTMLElement
  private readonly events: TimeEvents
  private readonly canvas = h('canvas', { class: 'time-bars', 'aria-hidden': 'true' })
  private readonly range = h('div', { class: 'time-range', 'aria-hidden': 'true' })
  private readonly low = h('input', { type: 'range', class: 'time-handle', min: 0 })
  private readonly high = h('input', { type: 'range', class: 'time-handle', min: 0 })
  private readonly label = h('span', { class: 'time-label', 'aria-live': 'polite' })
  private readonly kinds = h('select', { 'aria-label': t('timeLabel') })
  private days: Day[] = []
  private spokenDays: Day[] = []
  private bins: Bin[] = []
  private spoken = false

  constructor(element: HTMLElement, events: TimeEvents) {
    this.element = element
    this.events = events
    this.kinds.append(h('option', { value: '' }, t('timePublished')), h('option', { value: '1' }, t('timeSpoken')))
    this.low.setAttribute('aria-label', t('timeFrom'))
    this.high.setAttribute('aria-label', t('timeTo'))
    const clear = h('button', { type: 'button', class: 'time-clear' }, t('timeAll'))
    clear.addEventListener('click', () => events.select(undefined, undefined, this.spoken))
    const plot = h('div', { class: 'time-plot' }, this.canvas, this.range, this.low, this.high)
    element.replaceChildren(h('div', { class: 'time-head' }, this.kinds, this.label, clear), plot)
    this.kinds.addEventListener('change', () => {
      this.spoken = this.kinds.value === '1'
      this.setBins()
      events.select(undefined, undefined, this.spoken)
    })
    for (const input of [this.low, this.high]) {
      input.addEventListener('input', () => this.drawRange())
      input.addEventListener('change', () => this.apply())
    }
    plot.addEventListener('pointerdown', event => this.brush(event))
    new ResizeObserver(() => this.drawBars()).observe(this.canvas)
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.drawBars())
  }

  /** Sets the days and the selected range; the panel is hidden without days. */
  set(days: Day[], spokenDays: Day[], from: string | undefined, to: string | undefined, spoken: boolean): void {
    this.days = days
    this.spokenDays = spokenDays
    if (from !== undefined || to !== undefined) this.spoken = spoken
    else if ((this.spoken ? spokenDays : days).length < 2) this.spoken = spokenDays.length > days.length
    this.kinds.value = this.spoken ? '1' : ''
    for (const option of this.kinds.options) option.disabled = (option.value ? spokenDays : days).length === 0
    this.setBins()
    const last = this.bins.length - 1
    const i = from === undefined ? 0 : this.bins.findIndex(b => b.to >= from)
    const k = to === undefined ? last : this.bins.findLastIndex(b => b.from <= to)
    this.low.value = String(i < 0 ? last : i)
    this.high.value = String(Math.max(k, 0))
    this.element.classList.toggle('ranged', from !== undefined || to !== undefined)
    this.drawRange()
  }

  private setBins(): void {
    this.bins = binsOf(this.spoken ? this.spokenDays : this.days)
    this.element.hidden = this.days.length < 2 && this.spokenDays.length < 2
    const last = Math.max(this.bins.length - 1, 0)
    for (const input of [this.low, this.high]) input.max = String(last)
    this.low.value = '0'
    this.high.value = String(last)
    this.drawBars()
    this.drawRange()
  }

  private apply(): void {
    const [i, k] = this.selected
    const all = i === 0 && k === this.bins.length - 1
    this.events.select(all ? undefined : this.bins[i]?.from, all ? undefined : this.bins[k]?.to, this.spoken)
  }

  private get selected(): [number, number] {
    const [a, b] = [Number(this.low.value), Number(this.high.value)]
    return [Math.min(a, b), Math.max(a, b)]
  }

  /** Selects the range over which the pointer is dragged. */
  private brush(event: PointerEvent): void {
    if (event.button !== 0 || event.target === this.low || event.target === this.high) return
    const plot = event.currentTarget as HTMLElement
    const binAt = (x: number): number => {
      const box = plot.getBoundingClientRect()
      return Math.max(0, Math.min(this.bins.length - 1, Math.floor(((x - box.left) / box.width) * this.bins.length)))
    }
    const start = binAt(event.clientX)
    const move = (e: PointerEvent): void => {
      this.low.value = String(Math.min(start, binAt(e.clientX)))
      this.high.value = String(Math.max(start, binAt(e.clientX)))
      this.drawRange()
    }
    const end = (): void => {
      plot.removeEventListener('pointermove', move)
      this.apply()
    }
    plot.setPointerCapture(event.pointerId)
    plot.addEventListener('pointermove', move)
    plot.addEventListener('pointerup', end, { once: true })
    move(event)
    event.preventDefault()
  }

  private drawRange(): void {
    const [i, k] = this.selected
    const n = Math.max(this.bins.length, 1)
    this.range.style.left = `${(100 * i) / n}%`
    this.range.style.width = `${(100 * (k - i + 1)) / n}%`
    const words = (bin: Bin | undefined, end: 'from' | 'to'): string => (bin ? day(bin[end]) : '')
    this.low.setAttribute('aria-valuetext', words(this.bins[Number(this.low.value)], 'from'))
    this.high.setAttribute('aria-valuetext', words(this.bins[Number(this.high.value)], 'to'))
    const [from, to] = [words(this.bins[i], 'from'), words(this.bins[k], 'to')]
    this.label.textContent = from === to ? from : `${from} – ${to}`
  }

  private drawBars(): void {
    const { canvas, bins } = this
    const ratio = window.devicePixelRatio || 1
    const [width, height] = [canvas.clientWidth, canvas.clientHeight]
    if (width === 0 || bins.length === 0) return
    canvas.width = Math.round(width * ratio)
    canvas.height = Math.round(height * ratio)
    const context = canvas.getContext('2d')
    if (!context) return
    context.scale(ratio, ratio)
    context.fillStyle = getComputedStyle(this.element).getPropertyValue('--bar').trim() || '#8d867b'
    const most = Math.max(...bins.map(b => b.n), 1)
    const step = width / bins.length
    bins.forEach((bin, i) => {
      if (bin.n === 0) return
      const bar = Math.max(2, (bin.n / most) * (height - 2))
      context.fillRect(i * step, height - bar, Math.max(1, step - (step > 4 ? 1 : 0)), bar)
    })
  }
}
