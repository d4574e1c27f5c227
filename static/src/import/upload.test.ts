import assert from 'node:assert/strict'
import { test } from 'node:test'
import { find, setBody } from '../testing/dom.ts'

import { initFileDrop, limitsOf, type UploadProgress, upload } from './upload.ts'

/** Answers uploads in turn; undefined is a lost connection. */
function fakeRequests(...answers: ({ status: number; body: string } | undefined)[]): void {
  class FakeRequest {
    upload = {
      addEventListener: (_: string, listener: (event: object) => void) => listener({ lengthComputable: true, loaded: 1, total: 2 }),
    }
    status = 0
    responseText = ''
    private readonly listeners: Record<string, () => void> = {}
    open(): void {}
    setRequestHeader(): void {}
    addEventListener(name: string, listener: () => void): void {
      this.listeners[name] = listener
    }
    send(): void {
      const answer = answers.shift()
      if (!answer) {
        this.listeners.error?.()
        return
      }
      this.status = answer.status
      this.responseText = answer.body
      this.listeners.load?.()
    }
  }
  Object.defineProperty(globalThis, 'XMLHttpRequest', { value: FakeRequest, configurable: true })
}

function recorder(): { log: string[]; progress: UploadProgress } {
  const log: string[] = []
  return {
    log,
    progress: {
      sent: (file, share) => log.push(`sent ${file.name} ${share}`),
      added: (file, duplicate) => log.push(`added ${file.name} ${duplicate}`),
      failed: (file, reason) => log.push(`failed ${file.name}: ${reason}`),
    },
  }
}

const limits = { address: '/add/files', size: 2 << 20, count: 2 }

test('files are uploaded one by one', async () => {
  fakeRequests({ status: 200, body: '{"added":1}' }, { status: 200, body: '{"duplicates":1}' })
  const { log, progress } = recorder()
  await upload([new File(['x'], 'a.txt'), new File(['y'], 'b.txt')], limits, progress)
  assert.deepEqual(log, ['sent a.txt 0.5', 'sent a.txt 0', 'added a.txt false', 'sent b.txt 0.5', 'sent b.txt 0', 'added b.txt true'])
})

test('files over the limits are not sent', async () => {
  fakeRequests({ status: 200, body: '{"added":1}' })
  const { log, progress } = recorder()
  const large = new File(['x'], 'large.pdf')
  Object.defineProperty(large, 'size', { value: (2 << 20) + 1 })
  await upload([large, new File(['x'], 'a.txt'), new File(['x'], 'third.txt')], limits, progress)
  assert.equal(log[0], 'failed large.pdf: The file is larger than 2 MB.')
  assert.match(log.at(-1) ?? '', /^failed third.txt: You can upload 2 files at a time/)
})

test('failures have the reason of the server', async () => {
  fakeRequests(
    { status: 200, body: '{"failed":[{"name":"a","reason":"A scan."}]}' },
    { status: 503, body: '{"detail":"Busy."}' },
    { status: 502, body: 'bad gateway' },
    undefined,
  )
  const { log, progress } = recorder()
  for (let i = 0; i < 4; i++) await upload([new File(['x'], 'a')], limits, progress)
  assert.deepEqual(
    log.filter(l => l.startsWith('failed')).map(l => l.replace('failed a: ', '').split('.')[0]),
    ['A scan', 'Busy', 'The server did not accept the file', 'The connection was lost, or the file has changed or is a folder'],
  )
})

test('limits are read from the page', () => {
  setBody('<main data-files="/f" data-max-file="5" data-max-files="7"></main>')
  assert.deepEqual(limitsOf(find('main')), { address: '/f', size: 5, count: 7 })
})

test('dropped files are accepted, dragged text is not', () => {
  setBody('')
  const accepted: File[][] = []
  initFileDrop('Drop them', files => accepted.push(files))
  const overlay = find('.drop-here')
  const drag = (name: string, types: string[], files: File[] = []): Event => {
    const event = Object.assign(new Event(name, { cancelable: true }), {
      dataTransfer: { types, files, dropEffect: '' },
      relatedTarget: null,
    })
    document.dispatchEvent(event)
    return event
  }
  drag('dragover', ['text/plain'])
  assert.equal(overlay.hidden, true)
  drag('dragover', ['Files'])
  assert.equal(overlay.hidden, false)
  drag('dragleave', [])
  assert.equal(overlay.hidden, true)
  assert.equal(drag('drop', ['Files'], [new File([''], 'a')]).defaultPrevented, true)
  drag('drop', ['text/plain'])
  assert.equal(accepted.length, 1)
})
