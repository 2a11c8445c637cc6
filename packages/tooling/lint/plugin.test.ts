import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const oxlint = resolve(import.meta.dirname, '../../../node_modules/oxlint/bin/oxlint')

/** The messages of the rule `strategraph/pure` for a file of one expression per line. */
function lint(file: string, lines: string[]): { line: number; message: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'))
  try {
    const config = { jsPlugins: [join(import.meta.dirname, 'plugin.mjs')], categories: {}, rules: { 'strategraph/pure': 'error' } }
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(config))
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), lines.join('\n'))
    const { stdout } = spawnSync(process.execPath, [oxlint, '--format=json', '-A', 'all', '-D', 'strategraph/pure'], {
      cwd: folder,
      encoding: 'utf8',
    })
    const report = JSON.parse(stdout) as { diagnostics: { message: string; labels: { span: { line: number } }[] }[] }
    return report.diagnostics.map(({ message, labels }) => ({ line: labels[0]?.span.line ?? 0, message }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const IMPURE = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  "Math['exp'](1)",
  'a ** b',
  "'a'.localeCompare('b')",
  'crypto.randomUUID()',
  'performance.now()',
]
const PURE = ['new Date(0)', 'Math.sqrt(2)', '2 ** 32', '10n ** b', 'Math.max(1, 2)', 'own.now()', 'x.random()']

test('refuses clock, chance, locale and inexact arithmetic, and names what to use instead', () => {
  const found = lint('a.ts', [...IMPURE, ...PURE])
  expect(found.map(({ line }) => line).sort((a, b) => a - b)).toEqual(IMPURE.map((_, index) => index + 1))
  for (const { message } of found) expect(message).toMatch(/is not allowed in a pure package: .+\.$/)
})

test('allows inexact arithmetic, and only that, in the one numeric file', () => {
  const found = lint('packages/strategy-core/src/kernel/numeric.ts', ['Math.exp(1)', 'a ** b', 'Math.random()'])
  expect(found.map(({ line }) => line)).toEqual([3])
})
