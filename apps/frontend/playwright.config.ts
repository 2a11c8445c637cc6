import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'

// Set by packages/tooling/tasks/e2e.mjs (`npm run e2e`), which also builds the frontend and finds a browser.
const port = process.env['E2E_PORT'] ?? '4180'
const dataDir = process.env['E2E_DATA_DIR'] ?? '.strategraph/e2e'
const chromium = process.env['CHROMIUM_PATH']
const baseURL = `http://127.0.0.1:${port}`

/** Without these, Chromium looks for its maker's hosts at every start, which takes long where there is no way out. As root it needs no-sandbox. */
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export default defineConfig({
  testDir: 'e2e',
  outputDir: process.env['E2E_OUTPUT_DIR'] ?? '../../test-results/default',
  // A test of a whole page for axe takes a minute where the processor is shared and draws in software.
  timeout: 300_000,
  // Five seconds are not enough where four processes share the processor; a test that passes never waits for it.
  expect: { timeout: 20_000 },
  workers: 1,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    // What cannot be pressed after so long never will be: no need to wait for the end of the test.
    actionTimeout: 30_000,
    baseURL,
    viewport: { width: 1440, height: 900 },
    // Filming a live page takes most of the time of a test: `npm run e2e -- --trace on` where a failure needs it.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { args, ...(chromium === undefined ? {} : { executablePath: chromium }) },
  },
  webServer: {
    command: `node ${resolve(import.meta.dirname, '../backend/src/main.ts')}`,
    url: baseURL,
    env: { HOST: '127.0.0.1', PORT: port, STRATEGRAPH_DATA: dataDir },
    reuseExistingServer: false,
    timeout: 30_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
