import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategraph } from './support/cli.ts'

interface Table {
  readonly columns: readonly { readonly name: string; readonly score: number; readonly of: number }[]
  readonly rows: readonly {
    readonly fact: string
    readonly isScored: boolean
    readonly cells: readonly { readonly value: number | null; readonly range: readonly [number, number]; readonly isInside: boolean }[]
  }[]
}

/** An hour of candles after an hour of warm-up: far too little to say how real it is, enough to see all of the machinery. */
const small = ['facts', '--minutes', '60', '--seed', '4'] as const

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strategraph-facts-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('strategraph facts', () => {
  it('scores our market beside models of chance, prints and publishes the same numbers, and the same again', () => {
    const page = join(folder, 'realism.md')
    const printed = strategraph(...small, '--write', page)
    const measured = strategraph(...small, '--json')
    expect([printed.code, measured.code]).toEqual([0, 0])
    const { candles, ticks, hours }: { readonly candles: Table; readonly ticks: Table; readonly hours: unknown } = JSON.parse(measured.out)
    expect(hours).toEqual([{ name: 'simulation, seed 4', scores: [ticks.columns[0]?.score] }])
    expect(readFileSync(page, 'utf8')).toContain('facts --minutes 60 --seed 4 --write')
    expect(candles.columns.map(({ name, of }) => [name, of])).toEqual([
      ['simulation, seed 4', 18],
      ['seeded generator', 18],
      ['random walk', 18],
    ])
    expect(ticks.columns.map(({ name, of }) => [name, of])).toEqual([
      ['simulation, seed 4', 15],
      ['random orders', 15],
    ])
    for (const { columns, rows } of [candles, ticks]) {
      for (const { cells } of rows) {
        for (const { value, range, isInside } of cells) expect(isInside).toBe(value !== null && value >= range[0] && value <= range[1])
      }
      const scores = columns.map((_, column) => rows.filter(({ isScored, cells }) => isScored && cells[column]?.isInside === true).length)
      expect(columns.map(({ score }) => score)).toEqual(scores)
      const line = scores.map((score, column) => `${score} of ${columns[column]?.of}`)
      expect(printed.out).toMatch(new RegExp(`^inside +${line.join(' +')} *$`, 'm'))
      expect(readFileSync(page, 'utf8')).toContain(`| **inside** |  | ${line.map((text) => `**${text}**`).join(' | ')} |`)
    }
  })

  it('refuses too few minutes, a seed that is none and a page that cannot be written, before it computes', () => {
    for (const [args, message] of [
      [['--minutes', '5'], /--minutes/],
      [['--seed', 'red'], /--seed/],
      [['--write', join(folder, 'nowhere', 'page.md')], /Cannot write/],
    ] as const) {
      const { code, out, error } = strategraph('facts', ...args)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(error).toMatch(message)
      expect(error).not.toContain('%')
    }
  })
})
