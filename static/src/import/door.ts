// The front door: it recognizes what is in the box, keeps a draft of it, and takes drops and pastes on every page.

import { byId, h, isEditable } from '../dom.ts'
import { t } from '../i18n.ts'

const draftKey = 'dateline-draft'
/** Set while a draft is on its way to the server. */
const sentKey = 'dateline-draft-sent'
/** The time in milliseconds after which a progress bar is shown. */
const patience = 2000

/** Describes what is in the box: links, or a text with its number of words; empty for neither. */
export function recognize(text: string): string {
  const words = text.trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return ''
  if (words.every(w => /^https?:\/\/[^/]+/i.test(w))) return t('recognizedLinks', { n: words.length })
  return t('recognizedText', { n: words.length })
}

/** Forgets a draft that was sent, as the server has answered with another page than the front door. */
export function forgetSentDraft(): void {
  if (storage()?.getItem(sentKey)) storage()?.removeItem(draftKey)
  storage()?.removeItem(sentKey)
}

/** Connects the form of the front door. */
export function startDoor(form: HTMLFormElement): void {
  const box = byId('add-input')
  const files = byId('door-files')
  const status = byId('recognized')
  if (!(box instanceof HTMLTextAreaElement) || !(files instanceof HTMLInputElement) || !status) return
  storage()?.removeItem(sentKey)
  const draft = storage()?.getItem(draftKey)
  if (draft && box.value === '') {
    box.value = draft
    box.focus()
  }
  const show = (): void => {
    const chosen = files.files?.length ?? 0
    status.textContent = [recognize(box.value), chosen > 0 ? t('recognizedFiles', { n: chosen }) : ''].filter(Boolean).join(' · ')
  }
  box.addEventListener('input', () => {
    storage()?.setItem(draftKey, box.value)
    show()
  })
  files.addEventListener('change', show)
  form.addEventListener('submit', () => {
    status.textContent = t('readingNow')
    // If the server does not answer, the draft is still there. What is not to be kept is not kept here either.
    if (new FormData(form).get('into') === 'none') storage()?.removeItem(draftKey)
    else storage()?.setItem(sentKey, '1')
    form.querySelector('button.primary')?.setAttribute('aria-busy', 'true')
    showProgressLater(status)
  })
  box.addEventListener('keydown', event => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit()
  })
  show()
}

/** Adds a progress bar after a part of the page if the server has not answered by then; the next page removes it. */
function showProgressLater(after: Element): void {
  setTimeout(() => {
    if (after.isConnected) after.after(h('progress', { class: 'reading-progress', 'aria-label': t('readingNow') }))
  }, patience)
}

/** Makes the whole window take dropped files and pasted stories: files are mapped at once, a text goes into the box of the front door. */
export function takeEverywhere(dropped: (files: File[]) => void): void {
  document.addEventListener('paste', event => {
    if (isEditable(event.target) || !event.clipboardData) return
    const files = [...event.clipboardData.files]
    const text = event.clipboardData.getData('text/plain').trim()
    if (files.length > 0) dropped(files)
    else if (text.length > 40 || /^https?:\/\//.test(text)) {
      storage()?.setItem(draftKey, text)
      const box = byId('add-input')
      if (box instanceof HTMLTextAreaElement) {
        box.value = text
        box.dispatchEvent(new Event('input'))
        box.focus()
      } else location.assign('/')
    } else return
    event.preventDefault()
  })
}

/** Sends files to the front door as a new collection and opens what the server answers. */
export async function sendFiles(files: File[], problem: (text: string) => void): Promise<void> {
  const form = new FormData()
  form.append('into', 'new')
  for (const file of files) form.append('files', file)
  const words = h('p', {}, t('readingNow'))
  const note = h('div', { class: 'drop-here', role: 'status' }, words)
  document.body.append(note)
  showProgressLater(words)
  try {
    const response = await fetch('/add', { method: 'POST', body: form, headers: { accept: 'application/json' } })
    const answer = (await response.json()) as { location?: string; detail?: string; failed?: { name: string; reason: string }[] }
    if (answer.location) {
      location.assign(answer.location)
      return
    }
    problem(answer.failed?.map(f => `${f.name}: ${f.reason}`).join(' ') || answer.detail || t('addFailed'))
  } catch {
    problem(t('addOffline'))
  }
  note.remove()
}

function storage(): Storage | undefined {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}
