// Helpers for building elements. Text is always inserted as text.

export type Child = Node | string | null | undefined | false

/** Creates an element. Attributes that are undefined or false are omitted. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    element.setAttribute(name, value === true ? '' : String(value))
  }
  element.append(...children.filter((c): c is Node | string => c !== null && c !== undefined && c !== false))
  return element
}

/** Returns the element with an id, or null. */
export function byId(id: string): HTMLElement | null {
  return document.getElementById(id)
}

/** Returns the address if it is an HTTP or HTTPS URL, else undefined: sources may claim to be at "javascript:". */
export function webURL(address: string | undefined): string | undefined {
  return address !== undefined && /^https?:\/\//i.test(address) ? address : undefined
}

/** Reports whether a click is to follow a link in this tab; other clicks are left to the browser. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

/** Calls act instead of following a link that matches the selector when it is clicked. */
export function onPlainClick(element: HTMLElement, selector: string, act: (link: HTMLAnchorElement) => void): void {
  element.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest(selector) : null
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event) || event.defaultPrevented) return
    event.preventDefault()
    act(link)
  })
}

/** Reports whether keys are typed into an element. */
export function isEditable(target: EventTarget | null): boolean {
  return (
    (target instanceof HTMLInputElement && target.type !== 'checkbox') ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** Reports whether the user prefers reduced motion. */
export function prefersReducedMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** Reports whether the pointer is a finger. */
export function hasCoarsePointer(): boolean {
  return window.matchMedia('(pointer: coarse)').matches
}
