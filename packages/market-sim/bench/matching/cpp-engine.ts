import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Flow, Outcome } from './flow.ts'

/** The C++ book, compiled now; undefined where there is no g++. `run` starts a process of its own. */
export function compileCpp(flow: Flow): { readonly run: (messages: number) => Outcome; readonly remove: () => void } | undefined {
  if (spawnSync('g++', ['--version']).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'matching-'))
  const program = join(folder, 'book')
  const source = join(import.meta.dirname, 'price-level-book.cpp')
  const compiled = spawnSync('g++', ['-O3', '-march=native', '-o', program, source], { encoding: 'utf8' })
  if (compiled.status !== 0) throw new Error(compiled.stderr)
  return {
    run(messages) {
      const file = join(folder, `${messages}.flow`)
      const columns = [flow.kind, flow.side, flow.price, flow.quantity, flow.target].map((column) => column.slice(0, messages))
      writeFileSync(file, Buffer.concat(columns.map(({ buffer }) => Buffer.from(buffer))))
      const child = spawnSync(program, [file, String(messages)], { encoding: 'utf8' })
      if (child.status !== 0) throw new Error(`the C++ book failed: ${child.stderr}`)
      return JSON.parse(child.stdout) as Outcome
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
