// Polls the imports of a collection: often while some are active, rarely otherwise, and never while the page is hidden.

/** The imports of a collection. view.ImportList in server/view/addarticles.go has the same fields. */
export interface ImportList {
  counts: { words: string; url: string; current?: boolean }[] | null
  active: number
  done: number
  summary: string
  rows: ImportRow[]
  /** How documents were read. */
  notices: string[] | null
  more: number
}

export interface ImportRow {
  id: number
  name: string
  state: string
  words: string
  reason?: string
  article?: string
  cancel?: string
  retry?: string
}

/** Milliseconds between two requests. */
const activeInterval = 1500
const idleInterval = 15_000
const maxBackoff = 60_000

export interface Poller {
  /** Polls at once, because something was just changed. */
  poll(): void
}

/** Polls an address and calls show with each list. */
export function startPolling(address: string, show: (imports: ImportList) => void): Poller {
  let timer = 0
  let failures = 0
  let pending: AbortController | undefined

  const schedule = (wait: number): void => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void poll(), wait)
  }

  const poll = async (): Promise<void> => {
    clearTimeout(timer)
    if (document.hidden) return // visibilitychange polls again
    pending?.abort()
    const current = new AbortController()
    pending = current
    try {
      const signal = AbortSignal.any([current.signal, AbortSignal.timeout(20_000)])
      const response = await fetch(address, { headers: { Accept: 'application/json' }, signal })
      if (!response.ok) throw new Error(`${address}: ${response.status}`)
      const imports = (await response.json()) as ImportList
      failures = 0
      show(imports)
      schedule(imports.active > 0 ? activeInterval : idleInterval)
    } catch {
      if (current.signal.aborted) return // a newer request is pending
      failures++
      schedule(Math.min(activeInterval * 2 ** failures, maxBackoff))
    }
  }

  document.addEventListener('visibilitychange', () => void poll())
  void poll()
  return { poll: () => void poll() }
}
