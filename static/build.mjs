// Builds the browser's part into dist: the base map, the viewer and its styles, and manifest.json, which gives
// the hash under which the server hands each of them out. With --viewer-only the base map is left as it is.
import { build } from 'esbuild'
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

const here = import.meta.dirname
const dist = path.join(here, 'dist')
fs.mkdirSync(dist, { recursive: true })

// Neither Node nor a browser is needed for anything else, so one target serves all pages and the single-file map.
await build({
  absWorkingDir: here,
  entryPoints: { viewer: 'src/viewer.ts', adding: 'src/adding.ts', style: 'src/style.css' },
  outdir: dist,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'inline',
  loader: { '.png': 'dataurl', '.svg': 'dataurl' },
  logLevel: 'warning',
})

if (!process.argv.includes('--viewer-only')) {
  const made = spawnSync(process.execPath, [path.join(here, 'basemap', 'build.mjs')], { stdio: 'inherit' })
  if (made.status !== 0) process.exit(made.status ?? 1)
}

// One hash for each file at the top, and one for everything in a folder ("basemap/").
const hashes = {}
for (const file of fs.readdirSync(dist, { recursive: true }).map(f => f.split(path.sep).join('/')).sort()) {
  const full = path.join(dist, file)
  if (file.startsWith('.') || file === 'manifest.json' || !fs.statSync(full).isFile()) continue
  const key = file.includes('/') ? file.slice(0, file.indexOf('/') + 1) : file
  hashes[key] ??= createHash('sha256')
  hashes[key].update(file).update(fs.readFileSync(full))
}
const manifest = Object.fromEntries(Object.entries(hashes).map(([key, hash]) => [key, hash.digest('hex').slice(0, 12)]))
fs.writeFileSync(path.join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
