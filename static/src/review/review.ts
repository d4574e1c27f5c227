// The review by keyboard: one key chooses, Enter saves and moves on.

import { Chooser } from '../correct/chooser.ts'
import { type Done, showPendingToast, showToast, takeBack, toastAfterReload } from '../correct/toast.ts'
import { byId, h, isEditable } from '../dom.ts'
import { readLanguage, t } from '../i18n.ts'
import { ReviewMap } from './reviewmap.ts'

class Review {
  private readonly form: HTMLFormElement
  private readonly map: ReviewMap | undefined
  private readonly status = byId('review-status')
  private current: HTMLFieldSetElement | undefined
  private last: Done | undefined
  /** Whether Enter is down, which also submits a form. */
  private entering = false

  constructor(form: HTMLFormElement) {
    this.form = form
    const page = form.closest<HTMLElement>('main')
    if (page && byId('map')) this.map = new ReviewMap(page)
    new Chooser(this.map?.tools, done => {
      if (this.current) this.saved(this.current, done)
    })
    document.addEventListener('keydown', event => this.handle(event))
    document.addEventListener('keyup', () => {
      this.entering = false
    })
    form.addEventListener('submit', event => {
      if (this.entering) event.preventDefault()
    })
    form.addEventListener('focusin', event => {
      const group = event.target instanceof Element ? event.target.closest<HTMLFieldSetElement>('.review-group') : null
      if (group) this.mark(group)
    })
    // The search of a group opens the form of its example.
    for (const link of form.querySelectorAll('.search-link')) link.classList.add('correct')
    const [first] = this.groups
    if (first) this.mark(first)
  }

  private get groups(): HTMLFieldSetElement[] {
    return [...this.form.querySelectorAll<HTMLFieldSetElement>('.review-group')]
  }

  private mark(group: HTMLFieldSetElement): void {
    this.current?.classList.remove('chosen')
    this.current = group
    group.classList.add('chosen')
    this.map?.show(group, c => this.choose(`[data-number="${c.number}"] input`))
  }

  private handle(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return
    const radio = event.target instanceof HTMLInputElement && event.target.type === 'radio'
    if (isEditable(event.target) && !radio) return
    if (this.act(event)) event.preventDefault()
  }

  private act(event: KeyboardEvent): boolean {
    const { current } = this
    const { key } = event
    if (/^[1-9]$/.test(key)) return this.choose(`[data-number="${key}"] input`)
    switch (key) {
      case '0':
        return this.choose('input[value="none"]')
      case 'u':
        return this.choose('input[value="unknown"]')
      case 'j':
        return this.move(1)
      case 'k':
        return this.move(-1)
      case 'l':
        return this.nextScope()
      case 's':
        current?.querySelector<HTMLElement>('.search-link')?.click()
        return current !== undefined
      case 'z':
        void this.undo()
        return true
      case 'Enter':
        if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement || !current) return false
        this.entering = true
        void this.save(current)
        return true
    }
    return false
  }

  private choose(selector: string): boolean {
    const input = this.current?.querySelector<HTMLInputElement>(selector)
    if (!input || input.disabled) return false
    input.checked = true
    input.focus()
    this.say(input.closest('label')?.textContent ?? '')
    return true
  }

  private move(by: number): boolean {
    const { groups, current } = this
    const at = current ? groups.indexOf(current) : -1
    const next = groups[Math.min(Math.max(at + by, 0), groups.length - 1)]
    if (!next) return false
    this.show(next)
    return true
  }

  private show(group: HTMLFieldSetElement): void {
    this.mark(group)
    group.focus({ preventScroll: true })
    group.scrollIntoView({ block: 'nearest' })
    this.say(group.querySelector('legend')?.textContent ?? '')
  }

  private nextScope(): boolean {
    const select = this.current?.querySelector<HTMLSelectElement>('select')
    if (!select || select.disabled) return false
    select.selectedIndex = (select.selectedIndex + 1) % select.options.length
    this.say(select.selectedOptions[0]?.textContent ?? '')
    return true
  }

  /** Saves the answer of one group. */
  private async save(group: HTMLFieldSetElement): Promise<void> {
    const chosen = group.querySelector<HTMLInputElement>('input[type="radio"]:checked')?.value
    if (chosen === undefined || chosen === 'skip') {
      this.move(1)
      return
    }
    const values = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) {
      if (name === 'author' || name.startsWith(`g${group.dataset.group}-`)) values.append(name, String(value))
    }
    try {
      const response = await fetch(this.form.action, { method: 'POST', body: values, headers: { accept: 'application/json' } })
      const answer = (await response.json()) as Done & { detail?: string }
      if (response.ok) this.saved(group, answer)
      else this.problem(group, answer.detail ?? t('saveFailed'))
    } catch {
      this.problem(group, t('saveFailed'))
    }
  }

  private problem(group: HTMLFieldSetElement, words: string): void {
    group.querySelector('.problem')?.remove()
    group.append(h('p', { class: 'problem', role: 'alert' }, words))
  }

  /** Removes a group that was decided and moves to the next one. */
  private saved(group: HTMLFieldSetElement, done: Done): void {
    const at = this.groups.indexOf(group)
    group.remove()
    this.last = done
    const progress = byId('progress')
    if (progress instanceof HTMLProgressElement) {
      progress.value++
      const label = document.querySelector('label[for="progress"]')
      if (label) label.textContent = t('decidedOf', { n: progress.value, of: progress.max })
    }
    const { groups } = this
    const button = byId('review-save')
    if (button) button.textContent = t('saveThese', { n: groups.length })
    const next = groups[Math.min(at, groups.length - 1)]
    if (next) {
      showToast(done, () => location.reload())
      this.show(next)
    } else if (document.querySelector('.pager')) {
      toastAfterReload(done)
    } else {
      this.current = undefined
      this.form.replaceChildren(h('p', { class: 'none' }, t('nothingToCheck')))
      showToast(done, () => location.reload())
    }
  }

  private async undo(): Promise<void> {
    const notice = document.querySelector<HTMLFormElement>('.done-notice form')
    const address = this.last?.undo ?? notice?.action
    if (!address) {
      this.say(t('nothingToUndo'))
      return
    }
    this.last = undefined
    await takeBack(address)
    location.reload()
  }

  private say(words: string): void {
    if (this.status) this.status.textContent = words.replace(/\s+/g, ' ').trim()
  }
}

readLanguage()
showPendingToast()
const form = byId('review-form')
if (form instanceof HTMLFormElement) new Review(form)
