import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { barFields, intervals } from '@strategraph/market-model'
import type { Problem } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { type ImportedCandles, importFile, previewFile } from './import-file.ts'

interface Candle {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Prices on a grid of 0.01, always with high above low, so that every layout can be told. */
const candle: fc.Arbitrary<Candle> = fc
  .tuple(
    fc.integer({ min: 1, max: 10_000_000 }),
    fc.integer({ min: 1, max: 5000 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 1e9 }),
  )
  .map(([low, range, a, b, volume]) => ({
    low: low / 100,
    high: (low + range) / 100,
    open: Math.round(low + a * range) / 100,
    close: Math.round(low + b * range) / 100,
    volume: volume / 1000,
  }))
const interval = fc.constantFrom('1m', '5m', '15m', '1h', '4h', '1d')
const start = 1_600_000_000_000 - (1_600_000_000_000 % 86_400_000)

const iso = (ms: number) => new Date(ms).toISOString()
const cells = ({ open, high, low, close, volume }: Candle) => [open, high, low, close, volume]
/** Renderers of one series in the layouts of the world. */
const layouts: Readonly<Record<string, (rows: readonly (readonly [number, Candle])[]) => string>> = {
  own: (rows) => ['timestamp,open,high,low,close,volume', ...rows.map(([time, bar]) => [time, ...cells(bar)].join(','))].join('\n'),
  krakenOhlcvt: (rows) => rows.map(([time, bar]) => [time / 1000, ...cells(bar), 3].join(',')).join('\r\n'),
  semicolonComma: (rows) =>
    [
      'Date;Open;High;Low;Close;Volume',
      ...rows.map(([time, bar]) => [iso(time), ...cells(bar).map((cell) => cell.toFixed(4).replace('.', ','))].join(';')),
    ].join('\n'),
  newestFirst: (rows) =>
    [
      'Banner, https://example.org',
      'unix,date,symbol,open,high,low,close,Volume BTC,Volume USD',
      ...rows.toReversed().map(([time, bar]) => [time, iso(time), 'BTC/USD', ...cells(bar), 5].join(',')),
    ].join('\n'),
  quoted: (rows) =>
    [
      '"time","open","high","low","close","volume","note"',
      ...rows.map(([time, bar], index) => [time, ...cells(bar), index % 2 === 0 ? '' : 'a ""b"", c'].map((cell) => `"${cell}"`).join(',')),
    ].join('\n'),
  freqtrade: (rows) => JSON.stringify(rows.map(([time, bar]) => [time, ...cells(bar)])),
  objects: (rows) => JSON.stringify(rows.map(([time, bar]) => ({ time: iso(time), ...bar }))),
  bitfinex: (rows) => JSON.stringify(rows.map(([time, { open, high, low, close, volume }]) => [time, open, close, high, low, volume])),
  microseconds: (rows) =>
    ['open_time,open,high,low,close,volume,close_time', ...rows.map(([time, bar]) => [time * 1000, ...cells(bar), 7].join(','))].join('\n'),
}

function isSound({ columns, report }: ImportedCandles): boolean {
  if (barFields.some((field) => columns[field].length !== report.barsKept)) return false
  return columns.time.every((time, row) => {
    const [open = 0, high = 0, low = 0, close = 0, volume = -1] = [
      columns.open[row],
      columns.high[row],
      columns.low[row],
      columns.close[row],
      columns.volume[row],
    ]
    const before = columns.time[row - 1] ?? Number.NEGATIVE_INFINITY
    return (
      time > before &&
      low > 0 &&
      low <= Math.min(open, close) &&
      high >= Math.max(open, close) &&
      volume >= 0 &&
      Number.isFinite(high + volume)
    )
  })
}

const isClear = ({ code, message }: Problem) => /^[A-Z_]+$/.test(code) && message.length > 10

describe('import', () => {
  it.each(Object.keys(layouts))('any series written as %s comes back bit for bit, plain and as gzip', async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.array(candle, { minLength: 12, maxLength: 40 }), interval, fc.boolean(), async (candles, step, isPacked) => {
        // Three bars in which the four prices differ: without them the order of unnamed columns cannot be told.
        const bars = [...candles, ...[1, 2, 3].map((volume) => ({ open: 5, high: 9, low: 2, close: 7, volume }))]
        const rows = bars.map((bar, index): readonly [number, Candle] => [start + index * intervals[step], bar])
        const bytes = new TextEncoder().encode(layouts[name]?.(rows))
        const result = await importFile(isPacked ? gzipSync(bytes) : bytes, 'series', { acceptProblems: true })
        if (!result.ok) throw new Error(JSON.stringify(result.problems))
        const { columns } = result.value
        expect(result.value.interval).toBe(step)
        expect([...columns.time]).toEqual(rows.map(([time]) => time + intervals[step]))
        for (const field of ['open', 'high', 'low', 'close', 'volume'] as const)
          expect([...columns[field]]).toEqual(bars.map((bar) => bar[field]))
      }),
      { numRuns: 25 },
    )
  })

  it('whatever the bytes, the answer is a sound series or a problem with a code, never an exception', async () => {
    const rows = Array.from({ length: 30 }, (_, index): readonly [number, Candle] => [
      start + index * 60_000,
      { open: 5, high: 9.5, low: 2.25, close: 7, volume: 1 },
    ])
    const texts = Object.values(layouts).map((render) => Buffer.from(render(rows)))
    const edit = fc.record({
      at: fc.nat(3000),
      remove: fc.nat(40),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.constantFrom('\n', ',', '"', ';', 'NaN', '-', '1e999', '{', ']').map((text) => Buffer.from(text)),
      ),
    })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), async (text, edits) => {
        let bytes: Buffer = text
        for (const { at, remove, insert } of edits)
          bytes = Buffer.concat([bytes.subarray(0, at % bytes.length), insert, bytes.subarray((at % bytes.length) + remove)])
        if (bytes.length === 0) return
        const imported = await importFile(bytes, 'x', { acceptProblems: true })
        expect(imported.ok ? isSound(imported.value) : imported.problems.every(isClear)).toBe(true)
        expect(typeof (await previewFile(bytes, 'x')).ok).toBe('boolean')
      }),
      { numRuns: 250 },
    )
  })
})
