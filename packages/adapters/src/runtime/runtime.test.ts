import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { engineFlags } from './runtime.ts'

const runtime = resolve(import.meta.dirname, 'runtime.ts')
const hotLoop = `
const add = (list, at) => { let sum = 0; for (let i = 0; i < 50; i++) sum += list[(at + i) % 4] * i; return sum }
let total = 0
for (let i = 0; i < 1_000_000; i++) total += add([1, 2, 3, 4], i)
`

/** What a program in a process of its own says, which begins with `begin`. */
async function outputOf(begin: string, program: string, environment: Record<string, string> = {}): Promise<string> {
  const text = `import * as runtime from ${JSON.stringify(runtime)}\n${begin}\n${program}`
  const { PATH = '' } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, ['--trace-opt', '--input-type=module', '--eval', text], {
    env: { PATH, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout
}

describe('a program of ours', () => {
  it('runs without the compiler that ends processes, in its threads too; another one has it', async () => {
    const inThread = `new (await import('node:worker_threads')).Worker(${JSON.stringify(hotLoop)}, { eval: true })`
    const [ours, another] = await Promise.all([outputOf('runtime.prepareRuntime()', hotLoop + inThread), outputOf('', hotLoop)])
    expect(ours).toContain('TURBOFAN')
    expect(ours).not.toContain('MAGLEV')
    expect(another).toContain('MAGLEV')
  })

  it('keeps what it compiled where nobody else can write, and tells its threads only that', async () => {
    const say = 'console.log(JSON.stringify([process.execPath, runtime.threadEnvironment()]))'
    const said = (output: string) => JSON.parse(output.split('\n').find((line) => line.startsWith('["')) ?? '') as [string, object]
    const secret = { STRATEGRAPH_KRAKEN_SECRET: 'a secret' }
    const [, environment] = said(await outputOf('runtime.prepareRuntime()', say, secret))
    const folder = resolve(import.meta.dirname, '../../../../node_modules/.cache/compiled')
    expect(environment).toEqual({ NODE_COMPILE_CACHE: folder })
    expect(existsSync(folder)).toBe(true)
    expect(said(await outputOf('', say, secret))[1]).toEqual({})
  })
})

it('the tests run as our programs do', () => {
  expect(process.execArgv).toEqual(expect.arrayContaining([...engineFlags]))
})
