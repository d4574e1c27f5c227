// Adding articles: files are sent with their progress shown, and what is on its way is followed. Without this script
// the forms do the same, page by page.

import { ArrivalList } from './arrivals.ts'
import { byId, h } from './dom.ts'
import { watch, type Watch } from './poll.ts'
import { connectDrop, limitsOf, send, type Progress } from './upload.ts'
import { counted } from './words.ts'

/** The page with the forms and the list. */
function startPage(main: HTMLElement): void {
  const queue = byId('queue')
  const counts = byId('arrival-counts')
  const more = byId('arrival-more')
  const news = byId('arrival-news')
  const address = byId('arrivals')?.dataset.arrivals
  if (!queue || !counts || !more || !news || address === undefined) return
  const list = new ArrivalList({ queue, counts, more, news })
  const following = watch(address, arrivals => list.show(arrivals))
  const say = (text: string): void => {
    news.textContent = text
  }
  connectActions(queue, following, say)
  const limits = limitsOf(main)
  const take = (files: File[]): void => {
    byId('arrivals')?.scrollIntoView({ block: 'nearest' })
    void send(files, limits, sendingRows(queue, following, say)).then(() => following.now())
  }
  connectDrop('Drop the files to add them', take)
  const form = byId('add-files')
  const input = byId('files')
  if (!(form instanceof HTMLFormElement) || !(input instanceof HTMLInputElement)) return
  form.addEventListener('submit', event => {
    event.preventDefault()
    take([...(input.files ?? [])])
    form.reset()
  })
}

/** Cancels or tries again without leaving the page. */
function connectActions(queue: HTMLElement, following: Watch, say: (text: string) => void): void {
  queue.addEventListener('submit', async event => {
    if (!(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    try {
      const response = await fetch(event.target.action, { method: 'POST', headers: { Accept: 'application/json' } })
      if (!response.ok) say(((await response.json()) as { detail?: string }).detail ?? 'That did not work.')
    } catch {
      say('That did not work: there is no connection.')
    }
    following.now()
  })
}

/** Shows files that are being sent above the list. */
function sendingRows(queue: HTMLElement, following: Watch, say: (text: string) => void): Progress {
  const rows = new Map<File, { row: HTMLElement; state: HTMLElement }>()
  const rowOf = (file: File): { row: HTMLElement; state: HTMLElement } => {
    let shown = rows.get(file)
    if (!shown) {
      const state = h('p', { class: 'state' })
      const row = h('li', { class: 'working' }, h('p', { class: 'what' }, file.name), state)
      queue.prepend(row)
      rows.set(file, (shown = { row, state }))
    }
    return shown
  }
  return {
    sent(file, share) {
      rowOf(file).state.textContent = `sending, ${Math.floor(share * 100)}%`
    },
    taken(file, known) {
      rowOf(file).row.remove()
      say(known ? `${file.name} was here already.` : `${file.name} is on its way.`)
      following.now()
    },
    failed(file, reason) {
      const { row, state } = rowOf(file)
      row.className = 'failed'
      state.textContent = 'not taken'
      row.append(h('p', { class: 'reason' }, reason))
      say(`${file.name} was not taken: ${reason}.`)
    },
  }
}

/** A map: files dropped on it go into its collection, and it says when there is something new to show. */
function startMap(line: HTMLElement): void {
  const { arrivals, page } = line.dataset
  if (arrivals === undefined || page === undefined) return
  let done: number | undefined
  let refused = ''
  const write = (text: string, ...links: HTMLElement[]): void => {
    line.hidden = text === '' && links.length === 0
    const parts = links.flatMap(link => [' ', link])
    if (line.textContent !== [text, ...links.map(l => l.textContent)].join(' ')) line.replaceChildren(text, ...parts)
  }
  const queue = (): HTMLElement => h('a', { href: `${page}#arrivals` }, 'See the arrivals')
  const following = watch(arrivals, a => {
    done ??= a.done
    const fresh = a.done - done
    const said = [refused, a.going > 0 ? `${counted(a.going, 'input is', 'inputs are')} on the way.` : '', fresh > 0 ? `${counted(fresh, 'article has', 'articles have')} arrived.` : '']
    const text = said.filter(Boolean).join(' ')
    write(text, ...(fresh > 0 ? [h('a', { href: location.pathname + location.search }, 'Show the new map')] : []), ...(text ? [queue()] : []))
  })
  connectDrop('Drop the files to add them to this map', files => {
    refused = ''
    const progress: Progress = {
      sent: (file, share) => write(`Sending ${file.name}, ${Math.floor(share * 100)}%.`),
      taken: (file, known) => write(known ? `${file.name} was here already.` : `${file.name} is on its way.`, queue()),
      failed: (file, reason) => {
        refused += `${refused ? ' ' : ''}${file.name} was not taken: ${reason}.`
        write(refused, queue())
      },
    }
    void send(files, limitsOf(line), progress).then(() => following.now())
  })
}

const main = document.querySelector<HTMLElement>('main[data-adding]')
if (main) startPage(main)
const line = byId('incoming')
if (line) startMap(line)
