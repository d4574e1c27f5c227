// Uploads files one by one, from a form or dropped anywhere on the page.

import { h } from '../dom.ts'

export interface UploadLimits {
  /** The address to upload to. */
  address: string
  /** The maximum size of a file in bytes. */
  size: number
  /** The maximum number of files at a time. */
  count: number
}

/** Callbacks for the progress of uploads. */
export interface UploadProgress {
  /** A part of a file was sent; share is from 0 to 1. */
  sent(file: File, share: number): void
  added(file: File, duplicate: boolean): void
  failed(file: File, reason: string): void
}

interface Answer {
  duplicates?: number
  failed?: { name: string; reason: string }[] | null
  detail?: string
}

/** Reads the limits from the data attributes of an element. */
export function limitsOf(element: HTMLElement): UploadLimits {
  const { files, maxFile, maxFiles } = element.dataset
  return { address: files ?? '', size: Number(maxFile), count: Number(maxFiles) }
}

/** Uploads files. Files over the limits fail without being sent. */
export async function upload(files: File[], limits: UploadLimits, progress: UploadProgress): Promise<void> {
  for (const [i, file] of files.entries()) {
    if (i >= limits.count) {
      progress.failed(file, `You can upload ${limits.count} files at a time. Zip them, or upload the rest afterwards.`)
    } else if (file.size > limits.size) {
      progress.failed(file, `The file is larger than ${limits.size >> 20} MB.`)
    } else {
      await uploadFile(file, limits.address, progress)
    }
  }
}

/** Uploads a file by XMLHttpRequest, which reports its progress; fetch does not. */
function uploadFile(file: File, address: string, progress: UploadProgress): Promise<void> {
  return new Promise(resolve => {
    const form = new FormData()
    form.append('files', file)
    const request = new XMLHttpRequest()
    request.open('POST', address)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', event => progress.sent(file, event.lengthComputable ? event.loaded / event.total : 0))
    request.addEventListener('load', () => {
      const answer = parseAnswer(request.responseText)
      const reason = answer?.failed?.[0]?.reason ?? answer?.detail
      if (request.status === 200 && !reason && answer) progress.added(file, (answer.duplicates ?? 0) > 0)
      else progress.failed(file, reason ?? 'The server did not accept the file. Try again.')
      resolve()
    })
    request.addEventListener('error', () => {
      progress.failed(file, 'The connection was lost, or the file has changed or is a folder. Try again.')
      resolve()
    })
    progress.sent(file, 0)
    request.send(form)
  })
}

function parseAnswer(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return undefined
  }
}

/** Calls accept with files that are dropped on the page, and shows words while files are dragged over it. */
export function initFileDrop(words: string, accept: (files: File[]) => void): void {
  const overlay = h('div', { class: 'drop-here', hidden: true, 'aria-hidden': 'true' }, h('p', {}, words))
  document.body.append(overlay)
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  document.addEventListener('dragover', event => {
    if (!hasFiles(event)) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    overlay.hidden = false
  })
  document.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) overlay.hidden = true
  })
  document.addEventListener('drop', event => {
    overlay.hidden = true
    if (!hasFiles(event)) return
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length > 0) accept(files)
  })
}
