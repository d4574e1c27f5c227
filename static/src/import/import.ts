// Entry point of the script for importing: uploads with progress, and the list of imports. Without it the forms do the same.

import { byId, h } from '../dom.ts'
import { readLanguage, t } from '../i18n.ts'
import { forgetSentDraft, sendFiles, startDoor, takeEverywhere } from './door.ts'
import { ImportListView } from './importlist.ts'
import { type ImportList, type Poller, startPolling } from './poll.ts'
import { initFileDrop, limitsOf, type UploadProgress, upload } from './upload.ts'

/** Starts the page for adding articles. */
export function startPage(main: HTMLElement): void {
  const queue = byId('queue')
  const counts = byId('import-counts')
  const more = byId('import-more')
  const news = byId('import-news')
  const address = byId('imports')?.dataset.imports
  if (!queue || !counts || !more || !news || address === undefined) return
  const list = new ImportListView({ queue, counts, more, news, notices: byId('import-notices') })
  const poller = startPolling(address, imports => list.show(imports))
  const announce = (text: string): void => {
    news.textContent = text
  }
  connectActions(queue, poller, announce)
  const limits = limitsOf(main)
  const uploadAll = (files: File[]): void => {
    byId('imports')?.scrollIntoView({ block: 'nearest' })
    void upload(files, limits, uploadRows(queue, poller, announce)).then(() => poller.poll())
  }
  initFileDrop(t('dropToAdd'), uploadAll)
  const form = byId('add-files')
  const input = byId('files')
  if (!(form instanceof HTMLFormElement) || !(input instanceof HTMLInputElement)) return
  form.addEventListener('submit', event => {
    event.preventDefault()
    uploadAll([...(input.files ?? [])])
    form.reset()
  })
}

/** Cancels and retries imports without leaving the page. */
function connectActions(queue: HTMLElement, poller: Poller, announce: (text: string) => void): void {
  queue.addEventListener('submit', async event => {
    if (!(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    try {
      const response = await fetch(event.target.action, { method: 'POST', headers: { Accept: 'application/json' } })
      if (!response.ok) announce(((await response.json()) as { detail?: string }).detail ?? 'That did not work. Try again.')
    } catch {
      announce('There is no connection to the server. Try again later.')
    }
    poller.poll()
  })
}

/** Shows uploads as rows above the list. */
function uploadRows(queue: HTMLElement, poller: Poller, announce: (text: string) => void): UploadProgress {
  const rows = new Map<File, { row: HTMLElement; state: HTMLElement }>()
  const rowOf = (file: File): { row: HTMLElement; state: HTMLElement } => {
    let entry = rows.get(file)
    if (!entry) {
      const state = h('p', { class: 'state' })
      const row = h('li', { class: 'working' }, h('p', { class: 'what', dir: 'auto' }, file.name), state)
      queue.prepend(row)
      entry = { row, state }
      rows.set(file, entry)
    }
    return entry
  }
  return {
    sent(file, share) {
      rowOf(file).state.textContent = `uploading, ${Math.floor(share * 100)}%`
    },
    added(file, duplicate) {
      rowOf(file).row.remove()
      announce(addedWords(file, duplicate))
      poller.poll()
    },
    failed(file, reason) {
      const { row, state } = rowOf(file)
      row.className = 'failed'
      state.textContent = t('notAdded')
      row.append(h('p', { class: 'reason' }, reason))
      announce(`${t('fileNotAdded', { name: file.name })} ${reason}`)
    },
  }
}

function addedWords(file: File, duplicate: boolean): string {
  return t(duplicate ? 'fileKnown' : 'fileUploaded', { name: file.name })
}

/** Starts a map page: dropped files are added to its collection, and a link refreshes the map when there are new articles. */
export function startMap(status: HTMLElement): void {
  const { imports: address, page } = status.dataset
  if (address === undefined || page === undefined) return
  let doneBefore: number | undefined
  let failures = ''
  const write = (text: string, ...links: HTMLElement[]): void => {
    status.hidden = text === '' && links.length === 0
    const content = links.flatMap((link, i) => (i > 0 || text ? [' ', link] : [link]))
    if (status.textContent !== text + content.map(c => (typeof c === 'string' ? c : c.textContent)).join(''))
      status.replaceChildren(text, ...content)
  }
  const queueLink = (): HTMLElement => h('a', { href: `${page}#imports` }, t('recentlyAdded'))
  const show = (list: ImportList): void => {
    doneBefore ??= list.done
    const added = list.done - doneBefore
    const text = [failures, list.active > 0 ? t('readingItems', { n: list.active }) : ''].filter(Boolean).join(' ')
    const refresh = h('a', { href: location.pathname + location.search }, t('refreshMap', { n: added }))
    write(text, ...(added > 0 ? [refresh] : []), ...(text ? [queueLink()] : []))
  }
  const poller = startPolling(address, show)
  initFileDrop(t('dropOnMap'), files => {
    failures = ''
    const progress: UploadProgress = {
      sent: (file, share) => write(`Uploading ${file.name}, ${Math.floor(share * 100)}%.`),
      added: (file, duplicate) => write(addedWords(file, duplicate), queueLink()),
      failed: (file, reason) => {
        failures += `${failures ? ' ' : ''}${t('fileNotAdded', { name: file.name })} ${reason}`
        write(failures, queueLink())
      },
    }
    void upload(files, limitsOf(status), progress).then(() => poller.poll())
  })
}

/** Shows why dropped files were not added, above the page. */
function showProblem(text: string): void {
  byId('drop-problem')?.remove()
  document.querySelector('main')?.before(h('p', { class: 'problem', id: 'drop-problem', role: 'alert' }, text))
}

readLanguage()
const main = document.querySelector<HTMLElement>('main[data-import-page]')
const status = byId('import-status')
const door = byId('door')
const send = (files: File[]): void => void sendFiles(files, showProblem)
if (main) startPage(main)
else if (status) startMap(status)
else initFileDrop(t('dropFiles'), send)
if (door instanceof HTMLFormElement) startDoor(door)
else forgetSentDraft()
takeEverywhere(send)
