import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { engineFlags } from './runtime.ts'

const runtime = resolve(import.meta.dirname, 'runtime.ts')
const hotLoop = `
const add = (list, at) => { let sum = 0; for (let i = 0; i < 50; i++) sum += list[(at + i) % 4] * i; return sum }
let total = 0
for (let i = 0; i < 1_000_000; i++) total += add([1, 2, 3, 4], i)
`

/** What a program in a process of its own says, which begins with `begin`. Node 22 has Maglev, but does not use it unasked. */
async function outputOf(begin: string, program: string, environment: Record<string, string> = {}): Promise<string> {
  const text = `import * as runtime from ${JSON.stringify(pathToFileURL(runtime).href)}\n${begin}\n${program}`
  const { PATH = '' } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--maglev', '--trace-opt', '--input-type=module', '--eval', text], {
    env: { PATH, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

describe('a program of ours', () => {
  it('runs without the compiler that ends processes, in its threads too; another one has it', async () => {
    const inThread = `new (await import('node:worker_threads')).Worker(${JSON.stringify(hotLoop)}, { eval: true })`
    const [ours, another] = await Promise.all([outputOf('runtime.prepareRuntime()', hotLoop + inThread), outputOf('', hotLoop)])
    // Node itself has been running for a moment by then.
    const compilersOf = (output: string) =>
      new Set([...output.matchAll(/completed compiling .*<JSFunction add .*\(target (\w+)\)/g)].map(([, target]) => target))
    expect(compilersOf(ours)).toEqual(new Set(['TURBOFAN_JS']))
    expect(compilersOf(another)).toContain('MAGLEV')
  })

  it('keeps what it compiled where not everybody can write, and tells its threads only that', async () => {
    const said = async (begin: string, environment?: Record<string, string>) => {
      const output = await outputOf(begin, `console.log('>' + JSON.stringify(runtime.threadEnvironment()))`, environment)
      return JSON.parse(/^>(.*)$/m.exec(output)?.[1] ?? '') as unknown
    }
    const secret = { STRATEGRAPH_KRAKEN_SECRET: 'a secret' }
    const folder = resolve(import.meta.dirname, '../../../../node_modules/.cache/compiled')
    expect(await said('runtime.prepareRuntime()', secret)).toEqual({ NODE_COMPILE_CACHE: folder })
    expect(statSync(folder).mode & 0o002).toBe(0)
    expect(await said('', secret)).toEqual({})
    const chosen = mkdtempSync(join(tmpdir(), 'strategraph-compiled-'))
    expect(await said('runtime.prepareRuntime()', { ...secret, NODE_COMPILE_CACHE: chosen })).toEqual({ NODE_COMPILE_CACHE: chosen })
    rmSync(chosen, { recursive: true })
  })
})

it('the tests run as our programs do', () => {
  expect(process.execArgv).toEqual(expect.arrayContaining([...engineFlags]))
})
