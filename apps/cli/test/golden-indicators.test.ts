import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategraph } from './support/cli.ts'
import { csvColumns, needsSharedData, sharedData, sharedText } from './support/shared-data.ts'

const golden = (name: string) => resolve(import.meta.dirname, 'golden', name)
/** `nodeId.port` to the column of the reference that it must equal. */
const columns: Readonly<Record<string, string>> = JSON.parse(readFileSync(golden('indicators.columns.json'), 'utf8'))

// TA-Lib subtracts large sums from each other in these, so that its own values carry rounding noise of up to this share of the column's
// largest value: variance as E[x^2] - E[x]^2, sums over the whole history, flows that should cancel to 0.
const noiseOfReference: Readonly<Record<string, number>> = {
  var20: 2e-9,
  stddev20: 2e-9,
  linearreg_slope14: 1e-10,
  adosc_3_10: 1e-12,
  mfi14: 1e-13,
  stochrsi_14_14_3_d: 1e-14,
  stochrsi_14_5_3_d: 1e-14,
}
// Where the RSI does not move, its last bits decide whether the stochastic of it is 0 or 100.
const onlyWhereRsiMoves = ['stochrsi_14_14_3_k', 'stochrsi_14_14_3_d', 'stochrsi_14_5_3_k', 'stochrsi_14_5_3_d']

// A real market, a thin one (most bars flat, many without volume), and a series made for the 0/0 conventions.
const series = [
  { name: 'kraken_btcusd_1h_2021', input: 'input.csv.gz', interval: '1h', skipped: [] },
  { name: 'kraken_xbtusdt_1m_flat', input: 'input.csv', interval: '1m', skipped: onlyWhereRsiMoves },
  { name: 'made_flat_and_monotone', input: 'input.csv', interval: '1h', skipped: onlyWhereRsiMoves },
] as const

describe.skipIf(sharedData === undefined)(`golden indicators through eval${needsSharedData}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strategraph-indicators-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(series)('$name: every column equals the values of TA-Lib', ({ name, input, interval, skipped }) => {
    const workflow = join(folder, `${name}.json`)
    const data = join(folder, `${name}.csv`)
    const out = join(folder, `${name}.out.csv`)
    writeFileSync(workflow, readFileSync(golden('indicators.json'), 'utf8').replace('"interval": "1h"', `"interval": "${interval}"`))
    writeFileSync(data, sharedText(`golden/indicators/${name}.${input}`))
    const run = strategraph('eval', workflow, '--data', `feed=${data}`, '--out', out)
    expect(run.error).not.toMatch(/^error/m)
    expect(run.code).toBe(0)

    const actual = csvColumns(readFileSync(out, 'utf8'))
    const reference = new Map([
      ...csvColumns(sharedText(`golden/indicators/${name}.talib.csv.gz`)),
      ...csvColumns(sharedText(`golden/indicators/${name}.extra.csv.gz`)),
    ])
    expect([...(actual.get('timestamp') ?? [])]).toEqual([...(reference.get('timestamp') ?? [])])
    const compared = Object.entries(columns).filter(([, column]) => !skipped.some((name) => name === column))
    expect(compared.length).toBeGreaterThan(70)
    const differing = compared.flatMap(([key, column]) =>
      difference(key, actual.get(key), reference.get(column), noiseOfReference[column] ?? 0),
    )
    expect(differing).toEqual([])
  })
})

/** The rule of the reference's README: |a - b| <= 1e-9 x max(|golden|, 1e-6 x largest |golden| of the column). */
function difference(key: string, actual: Float64Array | undefined, reference: Float64Array | undefined, noise: number): readonly string[] {
  if (actual === undefined || reference === undefined) return [`${key}: no such column`]
  const largest = reference.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0)
  const row = reference.findIndex((value, index) => {
    const mine = actual[index] ?? Number.NaN
    if (Number.isNaN(value) || Number.isNaN(mine)) return Number.isNaN(value) !== Number.isNaN(mine)
    return !(Math.abs(mine - value) <= 1e-9 * Math.max(Math.abs(value), 1e-6 * largest) + noise * largest)
  })
  return row < 0 ? [] : [`${key}, bar ${row}: ${actual[row]} instead of ${reference[row]}`]
}
