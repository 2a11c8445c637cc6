// `npm test`: the checks, the unit and integration tests, the browser tests. The last line is `N passed, N failed` (and skipped, if any);
// a check or a test run that fails without naming a failed test counts as one failed.
// Arguments choose steps by name, for example `npm test -- lint unit`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { engineFlags } from '@strategraph/adapters/runtime'

const root = resolve(import.meta.dirname, '../../..')
// Of this run alone: two runs at the same time must not read each other's reports.
const reports = mkdtempSync(join(tmpdir(), 'strategraph-test-'))
const bin = (/** @type {string} */ name) => join(root, 'node_modules', name)
const task = (/** @type {string} */ name) => join(import.meta.dirname, name)

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, command: string[], env?: Record<string, string>, count?: (report: any) => Counts }} Step */

/** Vitest: a file that cannot be loaded is a failed suite without a failed test in it. @param {any} report @returns {Counts} */
function countVitest(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === 'failed' && !file.assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}

/** @param {any} report @returns {Counts} */
function countPlaywright({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

const vitestReport = join(reports, 'vitest.json')
const playwrightReport = join(reports, 'playwright.json')
const VITEST = [
  'run',
  '--config',
  'packages/tooling/vitest.config.ts',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${vitestReport}`,
]

/** @type {Step[]} */
const STEPS = [
  { name: 'typecheck', command: [task('typecheck.mjs')] },
  { name: 'lint', command: [bin('oxlint/bin/oxlint'), '--type-aware'] },
  { name: 'format', command: [bin('@biomejs/biome/bin/biome'), 'format'] },
  { name: 'layers', command: [task('layers.mjs')] },
  { name: 'deadcode', command: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'build', command: [task('build-frontend.mjs')] },
  { name: 'size', command: [bin('size-limit/bin.js')] },
  { name: 'unit', command: [bin('vitest/vitest.mjs'), ...VITEST], count: countVitest },
  {
    name: 'e2e',
    command: [task('e2e.mjs'), '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
    count: countPlaywright,
  },
]
/** @type {Record<string, string>} */
const REPORT_OF = { unit: vitestReport, e2e: playwrightReport }

/** @param {Step} step @returns {Counts} */
function run(step) {
  const started = Date.now()
  const reportFile = REPORT_OF[step.name]
  // Tests show their progress; the output of a check is only of interest when it fails.
  const isTestRun = step.count !== undefined
  if (isTestRun) console.log(`\n${step.name} ...`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [...engineFlags, ...step.command], {
    cwd: root,
    env: { ...process.env, ...step.env },
    stdio: ['ignore', isTestRun ? 'inherit' : 'pipe', isTestRun ? 'inherit' : 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const ok = status === 0
  if (!ok && !isTestRun) console.log(`${stdout}${stderr}`)
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${step.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  const counts = step.count === undefined || reportFile === undefined ? undefined : readCounts(reportFile, step.count)
  const { passed, failed, skipped } = counts ?? { passed: 0, failed: 0, skipped: 0 }
  return { passed, skipped, failed: failed === 0 && !ok ? 1 : failed }
}

/** @param {string} file @param {(report: any) => Counts} count */
function readCounts(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined // it ended before it wrote a report: the exit code counts
  }
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(', ')}. There are: ${STEPS.map((step) => step.name).join(', ')}`)
  process.exit(2)
}
const steps = STEPS.filter((step) => wanted.length === 0 || wanted.includes(step.name))
const results = steps.map((step) => ({ name: step.name, ...run(step) }))
rmSync(reports, { recursive: true, force: true })
const total = (/** @type {keyof Counts} */ key) => results.reduce((sum, result) => sum + result[key], 0)
const failedSteps = results.filter((result) => result.failed > 0).map((result) => result.name)

if (failedSteps.length > 0) console.log(`\nfailed: ${failedSteps.join(', ')}`)
console.log(`\n${total('passed')} passed, ${total('failed')} failed${total('skipped') > 0 ? `, ${total('skipped')} skipped` : ''}`)
process.exitCode = failedSteps.length === 0 ? 0 : 1
