// Checks that imports only point down the layers (docs: the house in README.md), in sources, tests and package.json files.
// Why not dependency-cruiser: see ../layers.decision.md.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, resolve, sep } from 'node:path'

/** Folder -> the workspace packages it may import. `packages/test-kit` is open to every test, see below. */
const L0 = ['market-model']
const L1 = [...L0, 'strategy-core']
const ENGINE = [...L1, 'nodes', 'trading-engine']
const BELOW_ADAPTERS = [...ENGINE, 'market-sim', 'crash-test', 'protocol']
const EVERY_PACKAGE = [...BELOW_ADAPTERS, 'adapters', 'sandbox-kraken', 'test-kit', 'tooling']
/** @type {Record<string, string[]>} */
const MAY_IMPORT = {
  'packages/market-model': [],
  'packages/strategy-core': L0,
  'packages/market-sim': L0,
  'packages/nodes': L1,
  'packages/trading-engine': L1,
  'packages/crash-test': [...L1, 'trading-engine', 'market-sim'],
  'packages/protocol': [...L1, 'trading-engine'],
  'packages/sandbox-kraken': [...L0, 'market-sim'],
  'packages/adapters': BELOW_ADAPTERS,
  'packages/test-kit': [...BELOW_ADAPTERS],
  'packages/tooling': ['adapters'],
  'apps/backend': EVERY_PACKAGE,
  'apps/cli': EVERY_PACKAGE,
  'apps/frontend': ['market-model', 'strategy-core', 'nodes', 'trading-engine', 'protocol'],
}
const SCOPE = '@strategraph/'
const TEST_FILE = /\.test\.tsx?$|\/test\/|\/testing\/|\/e2e\/|\.bench\.ts$/
/** `import ... from 'x'`, `export ... from 'x'`, `import 'x'` at the start of a statement, and `import('x')` */
const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/**
 * @param {string} root the repository
 * @returns {string[]} one line per violation: file, what is wrong, what to do
 */
export function findViolations(root) {
  const violations = []
  const folders = globSync(['packages/*/package.json', 'apps/*/package.json'], { cwd: root }).map((file) =>
    dirname(file).replaceAll(sep, '/'),
  )
  for (const folder of folders.sort()) {
    const allowed = MAY_IMPORT[folder]
    if (allowed === undefined) {
      violations.push(`${folder}: a new workspace folder; give it a layer in packages/tooling/tasks/layers.mjs`)
      continue
    }
    violations.push(...manifestViolations(root, folder, allowed))
    const files = globSync('**/*.{ts,tsx,mjs}', {
      cwd: join(root, folder),
      exclude: (name) => /^(node_modules|dist|dist\..*|coverage)$/.test(name),
    })
    for (const file of files) violations.push(...fileViolations(root, folder, file.replaceAll(sep, '/'), allowed))
  }
  return violations
}

/** @param {string} root @param {string} folder @param {string[]} allowed */
function manifestViolations(root, folder, allowed) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  /** @param {string} field */
  const workspaceNames = (field) =>
    Object.keys(manifest[field] ?? {})
      .filter((name) => name.startsWith(SCOPE))
      .map((name) => name.slice(SCOPE.length))
  const wrong = [
    ...workspaceNames('dependencies').filter((name) => !allowed.includes(name)),
    ...workspaceNames('devDependencies').filter((name) => !allowed.includes(name) && name !== 'test-kit'),
  ]
  return wrong.map(
    (name) => `${folder}/package.json: depends on ${SCOPE}${name}, which is not below it; move the code or turn the arrow round`,
  )
}

/** @param {string} root @param {string} folder @param {string} file @param {string[]} allowed */
function fileViolations(root, folder, file, allowed) {
  const path = `${folder}/${file}`
  const isTest = TEST_FILE.test(`/${file}`)
  const violations = []
  for (const match of readFileSync(join(root, path), 'utf8').matchAll(IMPORT)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    if (specifier.startsWith('.')) {
      const target = normalize(join(dirname(path), specifier)).replaceAll(sep, '/')
      // An example is a test's input too; nothing that ships may read one by path.
      if (isTest && target.startsWith('examples/')) continue
      if (!target.startsWith(`${folder}/`))
        violations.push(`${path}: reaches into ${target} by a relative path; import the package by its name`)
    } else if (specifier.startsWith(SCOPE)) {
      const name = specifier.slice(SCOPE.length).split('/')[0] ?? ''
      const isSelf = folder === `packages/${name}`
      if (existsSync(join(root, 'apps', name))) violations.push(`${path}: imports the app ${specifier}; apps are imported by nobody`)
      else if (!isSelf && !allowed.includes(name) && !(isTest && name === 'test-kit')) {
        violations.push(`${path}: imports ${specifier}, which is not below ${folder}; move the code down, or hand it in as an argument`)
      }
    }
  }
  return violations
}

if (process.argv[1] === import.meta.filename) {
  const violations = findViolations(resolve(import.meta.dirname, '../../..'))
  for (const violation of violations) console.error(violation)
  if (violations.length > 0) console.error(`${violations.length} imports against the layers`)
  process.exitCode = violations.length === 0 ? 0 : 1
}
