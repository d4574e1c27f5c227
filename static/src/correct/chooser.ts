// The window in which the place of a mention is chosen. Its content is the form of the mention's page.

import { h, isPlainClick } from '../dom.ts'
import { parseFragment } from '../fragments.ts'
import { t } from '../i18n.ts'
import { type Candidate, candidatesIn } from './candidates.ts'
import type { MapTools } from './maptools.ts'
import type { Done } from './toast.ts'

export class Chooser {
  private readonly tools: MapTools | undefined
  private readonly done: (done: Done) => void
  // It gets the focus first: the key that follows a link would press the button that closes the window.
  private readonly body = h('div', { class: 'choose-body', tabindex: -1, autofocus: true })
  private readonly dialog = h('dialog', { class: 'choose-dialog', 'aria-label': t('chooseTitle') })
  private opener: Element | null = null
  private stopPicking: (() => void) | undefined
  private request = 0

  /** done is called with what was decided. Without a map candidates are in the list only. */
  constructor(tools: MapTools | undefined, done: (done: Done) => void) {
    this.tools = tools
    this.done = done
    const close = h('button', { type: 'button', class: 'close', 'aria-label': t('close') }, '×')
    close.addEventListener('click', () => this.close())
    this.dialog.append(close, this.body)
    document.body.append(this.dialog)
    // Before the panes follow the link.
    document.addEventListener('click', event => this.clicked(event), { capture: true })
    document.addEventListener('toggle', event => this.toggled(event), { capture: true })
    this.dialog.addEventListener('submit', event => this.submitted(event))
    this.dialog.addEventListener('change', () => this.drawPoint())
    this.dialog.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      if (this.stopPicking) this.stopPicking()
      else this.close()
    })
  }

  /** Opens the form at an address of a page. */
  open(address: string): void {
    if (!this.dialog.open) {
      this.opener = document.activeElement
      this.dialog.show()
    }
    void this.load(address)
  }

  close(): void {
    this.stopPicking?.()
    this.request++
    this.dialog.close()
    this.body.replaceChildren()
    this.tools?.clear()
    this.tools?.drawPoint()
    if (this.opener instanceof HTMLElement && this.opener.isConnected) this.opener.focus({ preventScroll: true })
  }

  private clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a.correct, .choose-dialog a.back-link') : null
    if (!link || !isPlainClick(event)) return
    event.preventDefault()
    event.stopPropagation()
    link.focus()
    this.open(link.href)
  }

  /** The reasons of a mention show its candidates on the map. */
  private toggled(event: Event): void {
    const details = event.target
    if (!(details instanceof HTMLDetailsElement) || !details.classList.contains('why') || this.dialog.open) return
    if (details.open) this.tools?.show(candidatesIn(details))
    else this.tools?.clear()
  }

  private async load(address: string): Promise<void> {
    const request = ++this.request
    const url = new URL(address, location.href)
    url.hash = ''
    url.searchParams.set('fragment', 'choose')
    try {
      const response = await fetch(url, { headers: { accept: 'text/html' } })
      if (!response.ok) throw new Error(String(response.status))
      const html = await response.text()
      if (request === this.request) this.show(html)
    } catch {
      if (request === this.request) this.fail(t('chooseFailed'))
    }
  }

  private show(html: string): void {
    this.body.replaceChildren(parseFragment(html))
    this.body.querySelector<HTMLElement>('#choose')?.focus()
    this.tools?.show(candidatesIn(this.body), c => this.choose(c))
    const pick = this.body.querySelector<HTMLButtonElement>('.pick-point')
    if (pick && this.tools) {
      pick.hidden = false
      pick.addEventListener('click', () => this.pick())
    }
    this.drawPoint()
  }

  private fail(words: string): void {
    this.body.querySelector('.choose-problem')?.remove()
    this.body.prepend(h('p', { class: 'problem choose-problem', role: 'alert' }, words))
  }

  /** Chooses the candidate that was clicked on the map. */
  private choose(c: Candidate): void {
    const input = this.body.querySelector<HTMLInputElement>(`[data-number="${c.number}"] input`)
    if (!input) return
    input.checked = true
    input.focus()
  }

  /** Takes the next click on the map as the position. */
  private pick(): void {
    const { tools } = this
    if (!tools || this.stopPicking) return
    this.dialog.classList.add('picking')
    const stop = tools.pick((lat, lon) => {
      this.stopPicking?.()
      this.field('at', `${lat.toFixed(4)}, ${lon.toFixed(4)}`)
      const radio = this.body.querySelector<HTMLInputElement>('input[value="point"]')
      if (radio) radio.checked = true
      this.drawPoint()
      this.body.querySelector<HTMLElement>('[name="radius"]')?.focus()
    })
    this.stopPicking = () => {
      stop()
      this.dialog.classList.remove('picking')
      this.stopPicking = undefined
    }
  }

  private field(name: string, value?: string): string {
    const input = this.body.querySelector<HTMLInputElement>(`input[name="${name}"]`)
    if (input && value !== undefined) input.value = value
    return input?.value ?? ''
  }

  /** Draws the position that is entered, with its radius. */
  private drawPoint(): void {
    const [lat = Number.NaN, lon = Number.NaN] = this.field('at')
      .split(/[,\s]+/)
      .filter(Boolean)
      .map(Number)
    const chosen = this.body.querySelector<HTMLInputElement>('input[value="point"]')?.checked
    const km = Number(this.field('radius').replace(',', '.')) || 1
    this.tools?.drawPoint(chosen && Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon, km } : undefined)
  }

  private submitted(event: SubmitEvent): void {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.classList.contains('keep')) return
    event.preventDefault()
    const data = new FormData(form, event.submitter)
    const values = new URLSearchParams([...data].map(([name, value]): [string, string] => [name, String(value)]))
    if (form.method === 'post') {
      void this.save(form, values)
      return
    }
    const url = new URL(form.action)
    url.search = values.toString()
    void this.load(url.href)
  }

  private async save(form: HTMLFormElement, values: URLSearchParams): Promise<void> {
    try {
      const response = await fetch(form.action, { method: 'POST', body: values, headers: { accept: 'application/json' } })
      const answer = (await response.json()) as Done & { detail?: string }
      if (!response.ok) {
        this.fail(answer.detail ?? t('saveFailed'))
        return
      }
      this.close()
      this.done(answer)
    } catch {
      this.fail(t('saveFailed'))
    }
  }
}
