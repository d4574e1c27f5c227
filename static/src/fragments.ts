// Parts of pages that the server renders and the viewer shows.

/** Parses the HTML of a fragment. The server escapes what articles contain; scripts in it would not run. */
export function parseFragment(html: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  fragment.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes)
  return fragment
}

/** A part of a page that could not be fetched; status is 0 without a connection. */
export class FragmentError extends Error {
  readonly status: number

  constructor(address: string, status: number) {
    super(`${address}: ${status}`)
    this.status = status
  }
}

/** Fetches fragments of the page's server. Each is fetched once; a failed request is repeated by the next call. */
export class FragmentLoader {
  private readonly cache = new Map<string, Promise<string>>()

  /** Fetches the fragment at an address of a page. */
  async load(address: string): Promise<DocumentFragment> {
    return parseFragment(await this.text(address))
  }

  /** Forgets the fragments that were fetched. */
  forget(): void {
    this.cache.clear()
  }

  private text(address: string): Promise<string> {
    const url = new URL(address, location.href)
    url.hash = ''
    url.searchParams.set('fragment', '')
    const key = url.pathname + url.search
    let text = this.cache.get(key)
    if (!text) {
      text = fetchText(key)
      text.catch(() => this.cache.delete(key))
      this.cache.set(key, text)
      if (this.cache.size > 60) this.cache.delete(this.cache.keys().next().value as string)
    }
    return text
  }
}

async function fetchText(address: string): Promise<string> {
  let response: Response
  try {
    response = await fetch(address, { headers: { accept: 'text/html' } })
  } catch {
    throw new FragmentError(address, 0)
  }
  if (!response.ok) throw new FragmentError(address, response.status)
  return response.text()
}
