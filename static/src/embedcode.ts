// The "Copy" button beside the embed code.

import { byId } from './dom.ts'

export function connectEmbedCode(): void {
  const button = byId('embed-copy')
  const code = byId('embed-code')
  const said = byId('embed-said')
  if (!button || !(code instanceof HTMLTextAreaElement)) return
  button.hidden = false
  code.addEventListener('focus', () => code.select())
  button.addEventListener('click', async () => {
    code.select()
    let done = true
    try {
      await navigator.clipboard.writeText(code.value)
    } catch {
      done = false // no permission, or no secure context: the text is selected, ready to be copied by hand
    }
    if (said) said.textContent = done ? 'Copied.' : 'Selected: copy it with the keyboard.'
  })
}

/** Menus made of <details> close when the reader goes elsewhere. */
export function connectMenus(): void {
  const close = (event: Event): void => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !(event.target instanceof Node && menu.contains(event.target))) {
        menu.open = false
        if (event instanceof KeyboardEvent) menu.querySelector('summary')?.focus()
      }
    }
  }
  document.addEventListener('click', close)
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') close(event)
  })
}
