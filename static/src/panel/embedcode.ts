// The menus of the page, with the button that copies the embed code.

import { byId } from '../dom.ts'

export function initEmbedCode(): void {
  const button = byId('embed-copy')
  const code = byId('embed-code')
  const status = byId('embed-status')
  if (!button || !(code instanceof HTMLTextAreaElement)) return
  button.hidden = false
  code.addEventListener('focus', () => code.select())
  button.addEventListener('click', async () => {
    code.select()
    let copied = true
    try {
      await navigator.clipboard.writeText(code.value)
    } catch {
      copied = false // without permission or a secure context the selected text can be copied by hand
    }
    if (status) status.textContent = copied ? 'Copied' : 'Selected. Press Ctrl+C or ⌘C to copy.'
  })
}

/** Closes open menus (details.menu) on Escape and on clicks elsewhere. */
export function initMenus(): void {
  document.addEventListener('click', event => {
    for (const menu of openMenus()) if (!(event.target instanceof Node && menu.contains(event.target))) menu.open = false
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const menu of openMenus()) {
      menu.open = false
      menu.querySelector('summary')?.focus()
    }
  })
}

function openMenus(): HTMLDetailsElement[] {
  return [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')]
}
