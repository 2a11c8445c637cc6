import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

// An address in it would bind everyone to the registry of whoever wrote the lockfile last.
test.each(['pnpm-lock.yaml', '.npmrc', 'pnpm-workspace.yaml'])('%s holds no address of a registry', (file) => {
  const lines = readFileSync(resolve(root, file), 'utf8').split('\n')
  expect(lines.filter((line) => line.includes('://') || /registry\s*[=:]/.test(line))).toEqual([])
})
