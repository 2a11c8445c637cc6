import { describe, expect, it } from 'vitest'
import { needsSharedData, sharedData, sharedFile } from '../../testing/shared-data.ts'
import { importFile } from './import-file.ts'
import type { RowFault } from './import-report.ts'

const hour = 3_600_000
const codeOf: Record<string, RowFault> = {
  exact_duplicate: 'DUPLICATE_EXACT',
  duplicate_timestamp_other_values: 'DUPLICATE_DIFFERS',
  out_of_order_swap: 'OUT_OF_ORDER',
  high_below_close: 'HIGH_TOO_LOW',
  low_above_open: 'LOW_TOO_HIGH',
  negative_volume: 'NEGATIVE_VOLUME',
  zero_volume: 'ZERO_VOLUME',
  nan_close: 'NOT_A_NUMBER',
  empty_field: 'EMPTY_FIELD',
  seconds_timestamp: 'TIME_UNIT',
  off_grid_timestamp: 'OFF_GRID',
  price_spike_x10: 'PRICE_SPIKE',
  zero_price: 'PRICE_NOT_POSITIVE',
  text_in_number: 'TEXT_IN_NUMBER',
  extra_column: 'EXTRA_COLUMN',
  missing_column: 'MISSING_COLUMN',
  blank_line: 'BLANK_LINE',
}
const validSpellings = ['scientific_notation', 'quoted_with_thousands']
/** The bar is lost or changed for good. */
const changed = new Set(['zero_volume', 'price_spike_x10', 'scientific_notation'])

const csv = (path: string) =>
  sharedFile(path)
    .toString()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
const load = async (name: string) => {
  const result = await importFile(sharedFile(`dirty/${name}`), name, { acceptProblems: true })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

describe.skipIf(sharedData === undefined)(`a file with forty defects${needsSharedData}`, () => {
  const defects =
    sharedData === undefined
      ? []
      : csv('dirty/made_kraken_btcusd_1h.defects.csv').map(([line, time, kind]) => ({
          line: Number(line),
          time: Number(time),
          kind: kind ?? '',
        }))

  it('finds every defect where it is, and nothing else', async () => {
    const { report, columns } = await load('made_kraken_btcusd_1h.csv')
    const open = new Set(columns.time.map((time) => time - hour))
    for (const { line, time, kind } of defects) {
      const listed = report.problems.some((found) => found.code === codeOf[kind] && Math.abs(found.line - line) <= 1)
      const isGap = [0, 1, 2].every((bar) => !open.has(time + bar * hour))
      const found = validSpellings.includes(kind) ? open.has(time) : kind === 'missing_3_bars' ? isGap : listed
      expect(found, `${kind} in line ${line}`).toBe(true)
    }
    expect(defects).toHaveLength(40)
    expect(report.problems).toHaveLength(34)
    expect([report.errors, report.warnings]).toEqual([22, 12])
  })

  it('keeps every other bar exactly as the clean file has it', async () => {
    const [dirty, clean] = [await load('made_kraken_btcusd_1h.csv'), await load('made_kraken_btcusd_1h.clean.csv')]
    const touched = new Map(defects.map(({ time, kind }) => [time, kind]))
    const rowOf = new Map(Array.from(dirty.columns.time, (time, row) => [time, row]))
    let same = 0
    clean.columns.time.forEach((time, row) => {
      const at = rowOf.get(time)
      const kind = touched.get(time - hour)
      if (at === undefined || (kind !== undefined && changed.has(kind))) return
      for (const field of ['open', 'high', 'low', 'close', 'volume'] as const)
        expect(dirty.columns[field][at]).toBe(clean.columns[field][row])
      same += 1
    })
    // 2000 bars, 6 missing, 20 left out, 6 changed in value
    expect([dirty.columns.time.length, same]).toEqual([1974, 1968])
    expect(clean.report.problems).toEqual([])
  })
})
