// Type-checks the whole repository in as few compiler runs as differing settings allow; the per-package tsconfig files are for editors.
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
const PROJECTS = [
  'packages/tooling/tsconfig.pure.json', // pure packages, no Node and no DOM types
  'tsconfig.json', // everything that runs in Node, all tests outside the frontend
  'apps/frontend/tsconfig.json',
  'apps/frontend/tsconfig.test.json',
]

let failed = false
for (const project of PROJECTS) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--pretty', String(process.stdout.isTTY === true)], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) failed = true
}
process.exitCode = failed ? 1 : 0
