// Builds the front end into dist: the base map, the scripts, the style sheet, and manifest.json with the hashes in their addresses.
// --viewer-only keeps the base map of the last build.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'

const here = import.meta.dirname
const dist = path.join(here, 'dist')
fs.mkdirSync(dist, { recursive: true })
for (const file of fs.readdirSync(dist)) if (/\.(js|css)$/.test(file)) fs.rmSync(path.join(dist, file))

// Leaflet's style sheet has rules for Internet Explorer and for tiles that are images, which Dateline has not; CSS validators reject them.
const leafletStyle = {
  name: 'leaflet-style',
  setup: ({ onLoad }) => {
    onLoad({ filter: /leaflet\.css$/ }, args => ({
      contents: fs.readFileSync(args.path, 'utf8').replace(/^\s*(behavior|mix-blend-mode):.*$/gm, ''),
      loader: 'css',
    }))
  },
}

// Leaflet's module with the classes that are not used left out: extend() has no effect but its result, and no page uses the aliases of classes.
const leafletScript = {
  name: 'leaflet-script',
  setup: ({ onResolve, onLoad }) => {
    const module = path.join(here, 'node_modules/leaflet/dist/leaflet-src.esm.js')
    onResolve({ filter: /^leaflet$/ }, () => ({ path: module }))
    onLoad({ filter: /leaflet-src\.esm\.js$/ }, args => ({
      contents: fs
        .readFileSync(args.path, 'utf8')
        .replace(/^(var \w+ = )(\w+\.extend\()/gm, '$1/* @__PURE__ */ $2')
        .replace(/^(?:Control|TileLayer|Map|Icon|tileLayer)\.\w+ = \w+;$|^control\.(?:layers|attribution) = \w+;$/gm, ''),
      loader: 'js',
    }))
  },
}

await build({
  plugins: [leafletStyle, leafletScript],
  absWorkingDir: here,
  entryPoints: {
    viewer: 'src/viewer.ts',
    import: 'src/import/import.ts',
    review: 'src/review/review.ts',
    share: 'src/share/share.ts',
    style: 'src/style.css',
  },
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
  const script = path.join(here, 'basemap', 'build.mjs')
  const result = spawnSync(process.execPath, ['--import', 'tsx', script], { cwd: here, stdio: 'inherit' })
  if (result.status !== 0) process.exit(result.status ?? 1)
}

// One hash per top-level file, and one per folder ("basemap/") for all of its files.
const hashes = {}
for (const file of fs
  .readdirSync(dist, { recursive: true })
  .map(f => f.split(path.sep).join('/'))
  .sort()) {
  const full = path.join(dist, file)
  if (file.startsWith('.') || file === 'manifest.json' || !fs.statSync(full).isFile()) continue
  const key = file.includes('/') ? file.slice(0, file.indexOf('/') + 1) : file
  hashes[key] ??= createHash('sha256')
  hashes[key].update(file).update(fs.readFileSync(full))
}
const manifest = Object.fromEntries(Object.entries(hashes).map(([key, hash]) => [key, hash.digest('hex').slice(0, 12)]))
fs.writeFileSync(path.join(dist, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
