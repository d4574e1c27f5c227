// Making elements. Text goes in as text: nothing here, or anywhere in the viewer, reads HTML.

export type Child = Node | string | null | undefined | false

/** Makes an element: attributes that are undefined or false are left out. */
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

/** The element with this id, if it is there. */
export function byId(id: string): HTMLElement | null {
  return document.getElementById(id)
}

/** A web address, or nothing: an article may claim to come from "javascript:". */
export function webAddress(address: string | undefined): string | undefined {
  return address !== undefined && /^https?:\/\//i.test(address) ? address : undefined
}

/** Whether a click asks for another tab or a download, which is the browser's to handle. */
export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
}

/** Whether the reader asked for less motion. */
export function lessMotion(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}
