// Builds the browser's part into dist: the base map, the viewer and its styles, and manifest.json, which
// gives each file the hash under which the server hands it out.
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
  entryPoints: { viewer: 'src/viewer.ts', style: 'src/style.css' },
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

const manifest = {}
for (const file of fs.readdirSync(dist, { recursive: true }).map(f => f.split(path.sep).join('/')).sort()) {
  const full = path.join(dist, file)
  if (file.startsWith('.') || file === 'manifest.json' || !fs.statSync(full).isFile()) continue
  manifest[file] = createHash('sha256').update(fs.readFileSync(full)).digest('hex').slice(0, 12)
}
fs.writeFileSync(path.join(dist, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n')
