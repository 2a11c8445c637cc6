// Runs every `*.bench.ts` of the workspace, or those whose path contains one of the arguments, each in a Node of its own so that they do not
// share a warmed-up or polluted engine. Plain Node instead of `vitest bench`: what is measured is the code as it runs, not as Vite changes it.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { engineFlags } from '@strategraph/adapters/runtime'

const root = resolve(import.meta.dirname, '../../..')
const wanted = process.argv.slice(2)
const files = globSync(['packages/*/{src,bench}/**/*.bench.ts', 'apps/*/{src,bench}/**/*.bench.ts'], { cwd: root })
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()

const failed = files.filter((file) => {
  console.log(`\n${file}`)
  return spawnSync(process.execPath, [...engineFlags, '--expose-gc', file], { cwd: root, stdio: 'inherit' }).status !== 0
})
console.log(`\n${files.length} benchmarks, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
