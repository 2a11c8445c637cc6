// Finds a Chromium for the browser tests, or installs Debian's. Playwright's own download is only used when it is there already:
// it comes from a site that closed networks do not reach.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']
const PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** @param {string} root */
function findInstalled(root) {
  const fromEnv = process.env['CHROMIUM_PATH']
  if (fromEnv !== undefined && fromEnv !== '') {
    if (!existsSync(fromEnv)) throw new Error(`CHROMIUM_PATH names ${fromEnv}, which does not exist.`)
    return fromEnv
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PATHS]
  return candidates.find((path) => existsSync(path)) ?? findPlaywrightsOwn(root)
}

/** @param {string} root */
function findPlaywrightsOwn(root) {
  const path = createRequire(join(root, 'apps/frontend/package.json'))('@playwright/test').chromium.executablePath()
  return existsSync(path) ? path : undefined
}

function isDebianRoot() {
  const isDebian = existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  return isDebian && process.getuid?.() === 0
}

function installOnDebian() {
  console.error('Installing Chromium from the Debian packages for the browser tests (about half a minute) ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'],
  ]) {
    const { status, stdout, stderr } = spawnSync('apt-get', args, { env, encoding: 'utf8' })
    if (status !== 0) console.error(`apt-get ${args.join(' ')} failed:\n${stdout}${stderr}`)
  }
}

/**
 * @param {string} root the repository
 * @returns {string} path of the program
 */
export function provideChromium(root) {
  const found = findInstalled(root)
  if (found !== undefined) return found
  if (isDebianRoot()) installOnDebian()
  const installed = findInstalled(root)
  if (installed !== undefined) return installed
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one (Debian and Ubuntu: sudo apt-get install chromium; ' +
      'elsewhere: Chrome from its site), or set CHROMIUM_PATH to one you have.',
  )
}
