// The configuration in the page, and JSON data blocks.

/** The configuration in the page. view.Client in server/view/layout.go has the same fields. */
export interface Config {
  view: 'map' | 'embed' | 'article' | 'place' | 'file'
  title: string
  /** The address of the answer to a selection, as JSON. */
  data?: string
  /** The address of the map page, to which a selection is added. */
  home?: string
  /** URL templates with "{id}" for an identifier. */
  passages?: string
  place_page?: string
  article?: string
  tiles?: string
  /** The address of outlines, to which ids and a zoom are added. */
  areas?: string
  selected?: string
  /** Whether what is shown can be corrected. */
  editable?: boolean
  full?: string
  /** The address of the folder of the base map's files. */
  basemap?: string
  labels?: string
  attribution: Attribution[] | null
}

export interface Attribution {
  name: string
  license: string
  attribution: string
  url: string
}

/** Parses a JSON data block of the page; null without it. */
export function readJSON<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T
}

/** Fills an identifier into a URL template. Colons stay readable, as in the server's own links. */
export function fill(template: string | undefined, id: string): string {
  return (template ?? '').replace('{id}', encodeURIComponent(id).replaceAll('%3A', ':'))
}
