// Sets up a DOM for the tests; run.ts imports it first.

import { Window } from 'happy-dom'

const window = new Window({ url: 'http://localhost/c/talks', width: 1280, height: 800 })
const globals = globalThis as unknown as Record<string, unknown>
globals.window = window
for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globals)) Object.defineProperty(globals, name, { get: () => window[name as keyof Window], configurable: true })
}
for (const name of [
  'document',
  'location',
  'history',
  'navigator',
  'Event',
  'KeyboardEvent',
  'MouseEvent',
  'FormData',
  'File',
  'Blob',
  'URLSearchParams',
]) {
  if (!(name in window)) continue
  Object.defineProperty(globals, name, { get: () => window[name as keyof Window], configurable: true, set: () => undefined })
}

// Leaflet needs the size of its element; happy-dom has no layout.
for (const [name, value] of Object.entries({ clientWidth: 800, clientHeight: 600 })) {
  Object.defineProperty(HTMLElement.prototype, name, { value, configurable: true })
}

/** Replaces the body of the page. */
export function setBody(html: string): void {
  document.body.innerHTML = html
}

/** Waits until promises that are resolved have run their callbacks. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** Returns the element that a selector finds; it must exist. */
export function find<E extends Element = HTMLElement>(selector: string): E {
  const element = document.querySelector<E>(selector)
  if (!element) throw new Error(`no element matches ${selector} in ${document.body.innerHTML}`)
  return element
}

/** Returns the text of an element with white space collapsed. */
export function textOf(selector: string): string {
  return (find(selector).textContent ?? '').replace(/\s+/g, ' ').trim()
}
