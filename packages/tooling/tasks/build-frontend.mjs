// Builds apps/frontend into its dist folder, but only when something that goes into it has changed since the last build.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { withLock } from '../lock.mjs'

const root = resolve(import.meta.dirname, '../../..')
const frontend = join(root, 'apps/frontend')
const dist = join(frontend, 'dist')
const stampFile = join(dist, '.build-stamp')

/** Every package the frontend may import (see tasks/layers.mjs), its own folder, and what decides over versions. */
const INPUTS = [
  'apps/frontend',
  ...['market-model', 'strategy-core', 'nodes', 'trading-engine', 'protocol'].map((name) => `packages/${name}/src`),
  'pnpm-lock.yaml',
  'tsconfig.base.json',
]
const NOT_BUILT = /(^|\/)(node_modules|dist|dist\.next|dist\.old|e2e|test-results|playwright-report)(\/|$)|\.test\.tsx?$/

/** @param {string} path relative to the root @returns {string[]} */
function filesUnder(path) {
  if (NOT_BUILT.test(path) || !existsSync(join(root, path))) return []
  if (!path.includes('/') || /\.[a-z]+$/.test(path)) return [path]
  return readdirSync(join(root, path), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = `${path}/${entry.name}`
      if (entry.isDirectory()) return filesUnder(child)
      return NOT_BUILT.test(child) ? [] : [child]
    })
}

function inputHash() {
  const hash = createHash('sha256')
  for (const file of INPUTS.flatMap(filesUnder)) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function isBuilt() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputHash()
}

/** Builds beside the served folder and swaps, so that a running server never serves half a build. */
function build() {
  const hash = inputHash()
  const next = join(frontend, 'dist.next')
  const old = join(frontend, 'dist.old')
  console.error('Building the frontend ...')
  const vite = join(frontend, 'node_modules/vite/bin/vite.js')
  const result = spawnSync(process.execPath, [vite, 'build', '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: frontend,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (result.status !== 0) return result.status ?? 1
  writeFileSync(join(next, '.build-stamp'), hash)
  rmSync(old, { recursive: true, force: true })
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(next, dist)
  rmSync(old, { recursive: true, force: true })
  return 0
}

if (!isBuilt()) {
  process.exitCode = await withLock(join(root, '.strategraph/locks/build-frontend'), async () => (isBuilt() ? 0 : build()), {
    onWait: () => console.error('Another process is building the frontend, waiting for it ...'),
  })
}
