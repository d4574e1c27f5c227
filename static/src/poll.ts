// Asks the server again and again what is on its way, often while something is, and not at all in a hidden page.

/** What the server says; server/page/add.go writes it. */
export interface Arrivals {
  counts: { words: string; url: string; current?: boolean }[] | null
  going: number
  done: number
  summary: string
  rows: ArrivalRow[]
  more: number
}

export interface ArrivalRow {
  id: number
  name: string
  state: string
  words: string
  reason?: string
  article?: string
  cancel?: string
  retry?: string
}

const often = 1500
const seldom = 15_000
const longest = 60_000

export interface Watch {
  /** Asks at once, because something was just changed. */
  now(): void
}

export function watch(address: string, show: (arrivals: Arrivals) => void): Watch {
  let timer = 0
  let failures = 0
  let asking: AbortController | undefined

  const later = (wait: number): void => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), wait)
  }

  const ask = async (): Promise<void> => {
    clearTimeout(timer)
    if (document.hidden) return // asked again when the page is seen
    asking?.abort()
    const mine = (asking = new AbortController())
    try {
      const response = await fetch(address, { headers: { Accept: 'application/json' }, signal: AbortSignal.any([mine.signal, AbortSignal.timeout(20_000)]) })
      if (!response.ok) throw new Error(`${address}: ${response.status}`)
      const arrivals = (await response.json()) as Arrivals
      failures = 0
      show(arrivals)
      later(arrivals.going > 0 ? often : seldom)
    } catch {
      if (mine.signal.aborted) return // another question is under way
      failures++
      later(Math.min(often * 2 ** failures, longest))
    }
  }

  document.addEventListener('visibilitychange', () => void ask())
  void ask()
  return { now: () => void ask() }
}
