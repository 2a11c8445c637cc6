import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findViolations } from './tasks/layers.mjs'

// Apart, so that the check does not take the dynamic import below for one of this file.
const scope = '@strategraph'

const roots: string[] = []
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true })
})

/** A repository with the given files; the folders' package.json files come by themselves. */
function repository(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'layers-'))
  roots.push(root)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    const manifest = join(root, path.split('/').slice(0, 2).join('/'), 'package.json')
    writeFileSync(manifest, '{}')
  }
  return root
}

test.each([
  ['a type import that points up', 'packages/market-model/src/a.ts', "import type { X } from '@strategraph/strategy-core'"],
  ['a sibling of the same layer', 'packages/market-sim/src/a.ts', "import { x } from '@strategraph/strategy-core'"],
  ['an import over several lines', 'packages/nodes/src/a.ts', "import {\n  x,\n} from '@strategraph/trading-engine'"],
  ['an export from above', 'packages/protocol/src/a.ts', "export * from '@strategraph/adapters'"],
  ['a dynamic import', 'apps/frontend/src/a.ts', `const x = await import('${scope}/adapters')`],
  ['a relative path into another package', 'packages/nodes/src/a.ts', "import { x } from '../../market-model/src/index.ts'"],
  ['test-kit outside a test', 'packages/nodes/src/a.ts', "import { x } from '@strategraph/test-kit'"],
])('refuses %s', (_, file, source) => {
  expect(findViolations(repository({ [file]: source }))).toHaveLength(1)
})

test.each([
  ['a package below', 'packages/nodes/src/a.ts', "import { x } from '@strategraph/strategy-core/testing'"],
  ['test-kit in a test', 'packages/nodes/src/a.test.ts', "import { x } from '@strategraph/test-kit'"],
  ['a file of the same package', 'packages/nodes/src/b/a.ts', "import { x } from '../c.ts'"],
  ['every package in an app', 'apps/cli/src/a.ts', "import { x } from '@strategraph/adapters'"],
])('allows %s', (_, file, source) => {
  expect(findViolations(repository({ [file]: source }))).toEqual([])
})
