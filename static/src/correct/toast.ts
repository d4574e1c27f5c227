// What was just done, with a button that takes it back.

import { h } from '../dom.ts'
import { t } from '../i18n.ts'

/** How long a toast stays, in milliseconds. */
const duration = 20_000

const pendingKey = 'dateline-done'

export interface Done {
  words: string
  /** The address that takes it back, or empty. */
  undo: string
}

/** Shows what was done; undone is called after it was taken back. */
export function showToast(done: Done, undone: () => void): void {
  document.querySelector('.toast')?.remove()
  const close = h('button', { type: 'button', 'aria-label': t('close'), class: 'close' }, '×')
  const toast = h('div', { class: 'toast', role: 'status' }, h('p', {}, done.words))
  if (done.undo) {
    const undo = h('button', { type: 'button', class: 'undo' }, t('undo'))
    undo.addEventListener('click', () => {
      undo.disabled = true
      takeBack(done.undo).then(
        words => {
          undone()
          showToast({ words, undo: '' }, undone)
        },
        () => toast.querySelector('p')?.replaceChildren(t('undoFailed')),
      )
    })
    toast.append(undo)
  }
  close.addEventListener('click', () => toast.remove())
  toast.append(close)
  document.body.append(toast)
  const later = (): void => {
    setTimeout(() => {
      if (!toast.isConnected) return
      if (toast.matches(':hover, :focus-within')) later()
      else toast.remove()
    }, duration)
  }
  later()
}

/** Takes decisions back and returns the words for it. */
export async function takeBack(address: string): Promise<string> {
  const response = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  return ((await response.json()) as { words: string }).words
}

/** Shows what was done after the page is loaded again. */
export function toastAfterReload(done: Done): void {
  try {
    sessionStorage.setItem(pendingKey, JSON.stringify(done))
  } catch {
    // Without storage there is no message; the change is on the page.
  }
  location.reload()
}

/** Shows the message of before the page was loaded again. */
export function showPendingToast(): void {
  let text: string | null
  try {
    text = sessionStorage.getItem(pendingKey)
    sessionStorage.removeItem(pendingKey)
  } catch {
    return
  }
  if (text) showToast(JSON.parse(text) as Done, () => location.reload())
}
