// Runs all tests in one process, because loading the DOM takes longer than the tests: node --import tsx src/testing/run.ts [FILTER]

import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import './dom.ts'

const root = path.join(import.meta.dirname, '../..')
const filter = process.argv[2] ?? ''
for (const folder of ['src', 'basemap']) {
  for (const file of fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
    const name = path.join(folder, file)
    if (/\.test\.(ts|mjs)$/.test(name) && name.includes(filter)) await import(pathToFileURL(path.join(root, name)).href)
  }
}
