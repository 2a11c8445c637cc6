// Runs the browser tests of apps/frontend/e2e against a backend of their own, on a free port and an empty data folder.
// Arguments go to Playwright.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { provideChromium } from './chromium.mjs'

const root = resolve(import.meta.dirname, '../../..')
const frontend = join(root, 'apps/frontend')

/** @returns {Promise<number>} a port that was free a moment ago */
function freePort() {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env */
function node(args, env = process.env) {
  return spawnSync(process.execPath, [...process.execArgv, ...args], { cwd: frontend, stdio: 'inherit', env }).status ?? 1
}

async function main() {
  const chromium = provideChromium(root)
  const built = node([join(import.meta.dirname, 'build-frontend.mjs')])
  if (built !== 0) return built
  const dataDir = mkdtempSync(join(tmpdir(), 'strategraph-e2e-'))
  const outputDir = join(root, 'test-results', String(process.pid)) // traces and screenshots of failed tests, kept apart per run
  try {
    const env = {
      ...process.env,
      CHROMIUM_PATH: chromium,
      E2E_PORT: String(await freePort()),
      E2E_DATA_DIR: dataDir,
      E2E_OUTPUT_DIR: outputDir,
    }
    const code = node(
      [join(frontend, 'node_modules/@playwright/test/cli.js'), 'test', '--pass-with-no-tests', ...process.argv.slice(2)],
      env,
    )
    if (code === 0) rmSync(outputDir, { recursive: true, force: true })
    return code
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
