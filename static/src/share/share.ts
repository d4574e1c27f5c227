// Updates the previews of the share page while its forms are filled in. Without JavaScript their buttons do.

import { byId } from '../dom.ts'

/** The time in milliseconds without another change after which a preview is updated. */
const pause = 400

/** What the options of the embedded map change on the page. */
const dependents = ['embed-preview', 'embed-code', 'picture-code', 'markdown-code']

/** Returns a function that calls f when it was not called for a while. */
export function afterPause(f: () => void, time = pause): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(f, time)
  }
}

/** Copies the code and the address of the preview from the page for other options. */
export function copyEmbed(page: Document): void {
  for (const id of dependents) {
    const [shown, other] = [document.getElementById(id), page.getElementById(id)]
    if (shown instanceof HTMLIFrameElement && other) {
      // A new frame adds nothing to the history of the browser.
      const next = document.createElement('iframe')
      for (const { name, value } of other.attributes) next.setAttribute(name, value)
      shown.replaceWith(next)
    } else if (shown && other) shown.textContent = other.textContent
  }
}

function watchEmbed(form: HTMLFormElement): void {
  let latest = 0
  form.addEventListener('change', async () => {
    const own = ++latest
    const query = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value) query.append(name, value)
    const address = `${location.pathname}?${query}`
    const response = await fetch(address)
    if (!response.ok || own !== latest) return
    copyEmbed(new DOMParser().parseFromString(await response.text(), 'text/html'))
    history.replaceState(null, '', address)
  })
}

/**
 * Draws the preview of the edition in a new frame, which replaces the one that is shown when it is loaded: it does not flicker, and adds
 * nothing to the history of the browser.
 */
function watchEdition(form: HTMLFormElement, first: HTMLIFrameElement): void {
  const button = form.querySelector<HTMLButtonElement>('button[formtarget]')
  if (!button) return
  let shown = first
  let drawn = 0
  let drawing = false
  let again = false
  const loaded = (next: HTMLIFrameElement): void => {
    if (next.contentWindow?.location.href === 'about:blank') return
    shown.remove()
    next.hidden = false
    shown = next
    drawing = false
    if (again) draw()
  }
  const draw = (): void => {
    again = drawing
    if (drawing || !form.checkValidity()) return
    drawing = true
    const next = document.createElement('iframe')
    for (const { name, value } of shown.attributes) next.setAttribute(name, value)
    next.hidden = true
    // A name of its own: a frame keeps the one that it was inserted with.
    next.name = button.formTarget = `edition-preview-${++drawn}`
    shown.after(next)
    next.addEventListener('load', () => loaded(next))
    form.requestSubmit(button)
  }
  form.addEventListener('input', afterPause(draw))
  button.hidden = true
  const seen = new IntersectionObserver(entries => {
    if (!entries.some(e => e.isIntersecting)) return
    seen.disconnect()
    draw()
  })
  seen.observe(first)
}

const options = byId('embed-options')
if (options instanceof HTMLFormElement) watchEmbed(options)
const publish = byId('publish')
const frame = byId('edition-preview')
if (publish instanceof HTMLFormElement && frame instanceof HTMLIFrameElement) watchEdition(publish, frame)
