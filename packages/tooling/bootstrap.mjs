// Everything starts here: `npm start`, `npm test` and the other root scripts. Makes the workspace ready (dependencies, Node version),
// then runs the task under that Node. Node built-ins only, Node >= 18; the reasons are in bootstrap.decision.md.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'

const PNPM_VERSION = '10.34.8'
/** From here on Node runs TypeScript files without a flag. */
const OLDEST_NODE = [22, 18]

const toolingDir = dirname(fileURLToPath(import.meta.url))
const root = resolve(toolingDir, '../..')
/** Where the user stands: npm changes to the root before it starts us and leaves the former place in INIT_CWD. */
const callerDir = process.env['INIT_CWD'] ?? process.cwd()
const stampFile = join(root, 'node_modules/.strategraph-installed.json')
const installLock = join(root, '.strategraph/locks/install')
const sayWaiting = () => console.error('Another process is installing the dependencies, waiting for it ...')

/** A task is a list of programs, run one after another until one fails; arguments of the command line go to the last one.
 * @type {Record<string, string[][]>} */
const TASKS = {
  start: [['packages/tooling/tasks/build-frontend.mjs'], ['apps/backend/src/main.ts']],
  test: [['packages/tooling/tasks/test.mjs']],
  build: [['packages/tooling/tasks/build-frontend.mjs']],
  strategraph: [['apps/cli/src/main.ts']],
}

const USAGE = `usage: node packages/tooling/bootstrap.mjs <task> [arguments]
  start          build the frontend if it changed, then run the backend
  test           all checks and tests
  build          build the frontend if it changed
  strategraph    the command line program
  exec <program> a program of node_modules/.bin, or a script file
  pnpm <args>    the pinned pnpm (to add or update packages)
  install        only make the workspace ready`

/** Changes whenever an install could give another result. */
function installHash() {
  const hash = createHash('sha256').update(`pnpm ${PNPM_VERSION} ${process.platform} ${process.arch}\0`)
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc']
  for (const parent of ['apps', 'packages']) {
    for (const name of readdirSync(join(root, parent)).sort()) files.push(join(parent, name, 'package.json'))
  }
  for (const file of files) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

/** @returns {{ hash: string, node: string } | undefined} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} executable */
function isNewEnough(executable) {
  const probe = spawnSync(executable, ['--version'], { encoding: 'utf8' })
  const [major = 0, minor = 0] = (probe.stdout ?? '').trim().replace('v', '').split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE
  return probe.status === 0 && (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor))
}

/** The pinned Node that came with the dependencies, else the one running this script if it is new enough. */
function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const packageDir = join(root, 'node_modules', `node-${platform}-${process.arch}`)
  const pinned = join(packageDir, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
  for (const candidate of [pinned, process.execPath]) {
    if (existsSync(candidate) && isNewEnough(candidate)) return candidate
  }
  throw new Error(
    `Strategraph needs Node ${OLDEST_NODE.join('.')} or newer. There is no pinned one for ${process.platform}-${process.arch}, ` +
      `and this is Node ${process.version}. Please install a newer Node and try again.`,
  )
}

/**
 * pnpm puts a shell script in front of the pinned Node, and npm starts us through it from the second time on. The shell would keep the
 * signals that npm hands on, and a stopped `npm start` would leave the server behind: a symbolic link has no shell in between.
 * @param {string} node
 */
function linkNode(node) {
  const link = join(root, 'node_modules/.bin/node')
  if (process.platform === 'win32' || !node.startsWith(join(root, 'node_modules'))) return
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return
  const beside = `${link}.${process.pid}`
  symlinkSync(node, beside)
  renameSync(beside, link)
}

/** @param {string[]} args @param {RunOptions} options */
function runPnpm(args, options = {}) {
  // CI: pnpm must not ask. Shell on Windows: npx is a .cmd file there, which Node only starts through a shell.
  const env = { ...process.env, CI: 'true' }
  return run('npx', ['--yes', `pnpm@${PNPM_VERSION}`, ...args], { env, shell: process.platform === 'win32', ...options })
}

/** @typedef {{ env?: NodeJS.ProcessEnv, shell?: boolean, cwd?: string, stdio?: import('node:child_process').StdioOptions }} RunOptions */

/**
 * Runs a program to its end with our standard streams and hands signals on to it, so that Ctrl-C ends the task, not only us.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} options
 * @returns {Promise<number>} its exit code; 128 + signal number if a signal ended it
 */
function run(program, args, options) {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options })
    /** @type {Set<NodeJS.Signals>} */
    const sent = new Set()
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      // npm forwards as well, so the same signal comes twice: once is enough, a second Ctrl-C reaches the child through the terminal
      if (!sent.has(signal)) child.kill(signal)
      sent.add(signal)
    }
    /** @type {NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    child.on('error', fail)
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      done(signal === null ? (code ?? 1) : 128 + constants.signals[signal])
    })
  })
}

/** Installs the dependencies unless they are in place already. Returns the Node to run the product with. */
async function ensureInstalled() {
  const ready = () => {
    const stamp = readStamp()
    return stamp?.hash === installHash() && existsSync(stamp.node) ? stamp.node : undefined
  }
  return (
    ready() ??
    (await withLock(
      installLock,
      async () => {
        const installedMeanwhile = ready()
        if (installedMeanwhile !== undefined) return installedMeanwhile
        console.error('Installing dependencies (about half a minute the first time) ...')
        const code = await runPnpm(['install', '--frozen-lockfile', '--reporter=append-only'], { stdio: ['ignore', 2, 2] })
        if (code !== 0) {
          throw new Error(
            `The installation of the dependencies failed (exit code ${code}). If a package.json was edited, update the lockfile with: ` +
              'node packages/tooling/bootstrap.mjs pnpm install --no-frozen-lockfile',
          )
        }
        const node = findNode()
        mkdirSync(dirname(stampFile), { recursive: true })
        writeFileSync(stampFile, JSON.stringify({ hash: installHash(), node }))
        return node
      },
      { onWait: sayWaiting },
    ))
  )
}

/** @param {string | undefined} program */
function resolveProgram(program) {
  if (program === undefined) throw new Error(`exec needs a program\n${USAGE}`)
  const inBin = join(root, 'node_modules/.bin', process.platform === 'win32' ? `${program}.cmd` : program)
  return existsSync(inBin) ? { file: inBin, isScript: false } : { file: resolve(root, program), isScript: true }
}

/** @param {string[]} argv */
async function main(argv) {
  const [task, ...args] = argv
  if (task === 'pnpm') return withLock(installLock, () => runPnpm(args), { onWait: sayWaiting })
  const steps = task === undefined ? undefined : TASKS[task]
  if (steps === undefined && task !== 'exec' && task !== 'install') throw new Error(USAGE)

  const node = await ensureInstalled()
  linkNode(node)
  // The pinned Node and the installed programs come first, so that whatever a task starts by name is ours.
  const path = [dirname(node), join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
  const env = { ...process.env, PATH: path }

  if (task === 'exec') {
    const { file, isScript } = resolveProgram(args[0])
    const rest = args.slice(1)
    return isScript ? run(node, [file, ...rest], { env }) : run(file, rest, { env, shell: process.platform === 'win32' })
  }
  // The command line program reads and writes the user's files, so paths are meant from where the user stands.
  const cwd = task === 'strategraph' ? callerDir : root
  for (const [index, [script = '', ...own]] of (steps ?? []).entries()) {
    const isLast = index === (steps ?? []).length - 1
    const code = await run(node, [join(root, script), ...own, ...(isLast ? args : [])], { env, cwd })
    if (code !== 0) return code
  }
  return 0
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
