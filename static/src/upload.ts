// Sends files one by one, from a form or dropped anywhere on the page.

import { h } from './dom.ts'

export interface Limits {
  /** The address that takes the files. */
  address: string
  /** Bytes of a file, and files at once. */
  size: number
  count: number
}

/** Someone who shows how far the sending is. */
export interface Progress {
  /** Some of a file was sent, as a share of one. */
  sent(file: File, share: number): void
  taken(file: File, known: boolean): void
  failed(file: File, reason: string): void
}

interface Answer {
  known?: number
  failed?: { name: string; reason: string }[] | null
  detail?: string
}

/** Reads the limits that the page states on an element. */
export function limitsOf(element: HTMLElement): Limits {
  const { files, maxFile, maxFiles } = element.dataset
  return { address: files ?? '', size: Number(maxFile), count: Number(maxFiles) }
}

/** Sends files; those beyond the limits are refused without being sent. */
export async function send(files: File[], limits: Limits, progress: Progress): Promise<void> {
  for (const [i, file] of files.entries()) {
    if (i >= limits.count) {
      progress.failed(file, `${limits.count} files can come at once; put them into a zip archive, or send them by and by`)
    } else if (file.size > limits.size) {
      progress.failed(file, `the file is larger than ${limits.size >> 20} MB`)
    } else {
      await sendOne(file, limits.address, progress)
    }
  }
}

/** Sends a file. An XMLHttpRequest says how much was sent, which fetch does not. */
function sendOne(file: File, address: string, progress: Progress): Promise<void> {
  return new Promise(resolve => {
    const form = new FormData()
    form.append('files', file)
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', event => progress.sent(file, event.lengthComputable ? event.loaded / event.total : 0))
    request.addEventListener('load', () => {
      const answer = parse(request.responseText)
      const reason = answer?.failed?.[0]?.reason ?? answer?.detail
      if (request.status === 200 && !reason && answer) progress.taken(file, (answer.known ?? 0) > 0)
      else progress.failed(file, reason ?? `the server answered ${request.status}`)
      resolve()
    })
    request.addEventListener('error', () => {
      progress.failed(file, 'the connection broke, or the file was changed or is no file; try again')
      resolve()
    })
    progress.sent(file, 0)
    request.send(form)
  })
}

function parse(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return undefined
  }
}

/** Lets files be dropped anywhere on the page. */
export function connectDrop(words: string, take: (files: File[]) => void): void {
  const sign = h('div', { class: 'drop-here', hidden: true, 'aria-hidden': 'true' }, h('p', {}, words))
  document.body.append(sign)
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  document.addEventListener('dragover', event => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    sign.hidden = false
  })
  document.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) sign.hidden = true
  })
  document.addEventListener('drop', event => {
    sign.hidden = true
    if (!carriesFiles(event)) return
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) take(files)
  })
}
