import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { importFile, previewFile } from './import-file.ts'
import type { ImportOptions } from './import-options.ts'
import { openFile } from './open-file.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = async (text: string, options: ImportOptions = {}, name = 'candles.csv') => importFile(bytes(text), name, options)
const codes = (result: Awaited<ReturnType<typeof read>>) => (result.ok ? result.warnings : result.problems).map(({ code }) => code)
const value = (result: Awaited<ReturnType<typeof read>>) => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}
const hour = 3_600_000
const start = 1_654_041_600_000
const row = (index: number, tail = '10,12,9,11,5', separator = ',') =>
  `${start + index * hour}${separator}${tail.replaceAll(',', separator)}`
const file = (...rows: readonly string[]) => ['timestamp,open,high,low,close,volume', ...rows, ''].join('\n')
const plain = file(row(0), row(1, '11,12,10.5,11.5,6'), row(2))

describe('importFile', () => {
  it('stamps every bar with its close, one interval after the stamp in the file', async () => {
    const { columns, interval, tickSize } = value(await read(plain))
    expect([...columns.time]).toEqual([start + hour, start + 2 * hour, start + 3 * hour])
    expect([...columns.close]).toEqual([11, 11.5, 11])
    expect([interval, tickSize]).toEqual(['1h', '0.1'])
  })

  it('leaves the stamps alone when the user says that they are the bar end', async () => {
    const { columns, report } = value(await read(plain, { stampsAreBarEnd: true }))
    expect([...columns.time]).toEqual([start, start + hour, start + 2 * hour])
    expect(report.from).toBe(start - hour)
  })

  it('reads byte order mark, CRLF, semicolons, quoted thousands and scientific notation', async () => {
    const text = `\u{feff}Time;Open;High;Low;Close;Volume\r\n${start};"1,010.5";1.2e3;999;1000;1e1\r\n${row(1, '10;12;9;11;5', ';')}\r\n`
    const { columns, detection } = value(await read(text))
    expect([columns.open[0], columns.high[0], columns.volume[0]]).toEqual([1010.5, 1200, 10])
    expect([detection.encoding, detection.separator]).toEqual(['UTF-8 with byte order mark', ';'])
  })

  it('reads decimal commas, and asks where a comma could also mean thousands', async () => {
    const text = (close: string) => `date;open;high;low;close;volume\n2024-01-01;1;2000;1;${close};1\n2024-01-02;1;2000;1;${close};1\n`
    expect(value(await read(text('1,5'))).columns.close[0]).toBe(1.5)
    expect(codes(await read(text('1,500')))).toEqual(['DECIMAL_AMBIGUOUS'])
    expect(value(await read(text('1,500'), { decimal: '.' })).columns.close[0]).toBe(1500)
    expect(value(await read(text('1,500'), { decimal: ',' })).columns.close[0]).toBe(1.5)
  })

  it.each([
    ['seconds', 1e-3],
    ['milliseconds', 1],
    ['microseconds', 1e3],
  ])('recognises stamps in %s', async (name, factor) => {
    const text = file(...[0, 1, 2].map((index) => `${(start + index * hour) * factor},10,12,9,11,5`))
    const { columns, detection } = value(await read(text))
    expect(columns.time[0]).toBe(start + hour)
    expect(detection.time.format).toContain(name)
  })

  it.each([
    ['2024-03-01T14:00:00+01:00', '2024-03-01T15:00:00+01:00', Date.UTC(2024, 2, 1, 14)],
    ['2024-03-01 09-PM', '2024-03-01 10-PM', Date.UTC(2024, 2, 1, 22)],
    ['2024-03-01 12-AM', '2024-03-01 01-AM', Date.UTC(2024, 2, 1, 1)],
    ['2024.03.01 09:00', '2024.03.01 10:00', Date.UTC(2024, 2, 1, 10)],
    ['20240301 090000', '20240301 100000', Date.UTC(2024, 2, 1, 10)],
    ['29/02/2024 09:00', '29/02/2024 10:00', Date.UTC(2024, 1, 29, 10)],
    ['02/29/2024 09:00:00.5', '02/29/2024 10:00:00.5', Date.UTC(2024, 1, 29, 10) + 500],
  ])('reads %s as a time', async (first, second, close) => {
    expect(value(await read(file(`${first},10,12,9,11,5`, `${second},10,12,9,11,5`))).columns.time[0]).toBe(close)
  })

  it('reads dates without a zone in the zone that the user names; a zone in the file wins', async () => {
    const first = async (stamp: (hour: number) => string) =>
      value(await read(file(`${stamp(9)},10,12,9,11,5`, `${stamp(10)},10,12,9,11,5`), { utcOffsetMinutes: -300 })).columns.time[0]
    const pad = (at: number) => String(at).padStart(2, '0')
    expect(await first((at) => `2024-03-01 ${pad(at)}:00`)).toBe(Date.UTC(2024, 2, 1, 15))
    expect(await first((at) => `20240301 ${pad(at)}0000`)).toBe(Date.UTC(2024, 2, 1, 15))
    expect(await first((at) => `2024-03-01T${pad(at)}:00Z`)).toBe(Date.UTC(2024, 2, 1, 10))
  })

  it('asks for the order of day and month where the dates do not tell', async () => {
    const text = file('03/04/2024,10,12,9,11,5', '03/05/2024,10,12,9,11,5')
    expect(codes(await read(text))).toEqual(['DATE_ORDER_AMBIGUOUS'])
    expect(value(await read(text, { dateOrder: 'mdy' })).columns.time[0]).toBe(Date.UTC(2024, 2, 5))
  })

  it('a day that does not exist is a wrong row, not the next month', async () => {
    const result = await read(file('2023-02-27,10,12,9,11,5', '2023-02-28,10,12,9,11,5', '2023-02-29,10,12,9,11,5'))
    expect(codes(result)).toContain('PROBLEMS_NOT_ACCEPTED')
  })

  it('lets the user name the columns, by header or by index', async () => {
    const text = `when,a,b,c,d,amount\n${row(0)}\n${row(1)}\n`
    expect(codes(await read(text))).toEqual(['COLUMN_MISSING'])
    const columns = { time: 'when', open: 'a', high: 'b', low: 'c', close: 4, volume: 5 }
    expect(value(await read(text, { columns })).columns.close[0]).toBe(11)
    expect(value(await read(text, { columns: { ...columns, close: '4' } })).columns.close[0]).toBe(11)
    expect(codes(await read(text, { columns: { ...columns, low: 'nope' } }))).toEqual(['COLUMN_UNKNOWN'])
  })

  it('does not take a plot called "CVD (High)" for the high', async () => {
    const { detection } = value(
      await read(`time,open,CVD (High),high,low,close,volume\n${row(0, '10,99,12,9,11,5')}\n${row(1, '10,99,12,9,11,5')}\n`),
    )
    expect(detection.columns.find(({ role }) => role === 'high')?.index).toBe(3)
  })

  it('takes the volume in the base currency of the two that there are, and says so', async () => {
    const { columns, detection } = value(
      await read(
        `unix,date,symbol,open,high,low,close,Volume USD,Volume BTC\n${row(0, 'x,BTC/USD,10,12,9,11,500,5')}\n${row(1, 'x,BTC/USD,10,12,9,11,500,6')}\n`,
      ),
    )
    expect([...columns.volume]).toEqual([5, 6])
    expect(detection.columns[8]?.reason).toContain('base currency')
    expect(detection.symbolHint).toBe('BTC/USD')
  })

  it('tells the price order of rows without a header by which column is highest and lowest', async () => {
    const rows = (...cells: readonly number[]) => JSON.stringify([0, 1, 2].map((index) => [start + index * hour, ...cells, 5]))
    expect(value(await read(rows(10, 12, 9, 11), {}, 'a.json')).columns.close[0]).toBe(11)
    expect(value(await read(rows(10, 11, 12, 9), {}, 'a.json')).columns.close[0]).toBe(11)
    expect(value(await read(rows(9, 12, 10, 11), {}, 'a.json')).columns.close[0]).toBe(11)
    expect(codes(await read(rows(10, 10, 10, 10), {}, 'a.json'))).toEqual(['PRICE_ORDER_UNKNOWN'])
  })

  it('a price of six digits is no time of day, neither beside a stamp nor beside a date; a time of day is', async () => {
    const prices = ['100000,100400,99000,100100', '100100,100500,98000,100200', '100200,100600,97000,100300']
    const stamped = prices.map((cells, index) => `${(start + index * hour) / 1000},${cells},5,3`).join('\n')
    const daily = prices.map((cells, index) => `2024030${index + 1},${cells},5`).join('\n')
    const clocked = prices.map((cells, index) => `20240301,0${index}0000,${cells},5`).join('\n')
    for (const text of [stamped, daily, clocked]) {
      const { columns } = value(await read(text))
      expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.volume[0]]).toEqual([
        100_000, 100_400, 99_000, 100_100, 5,
      ])
    }
    expect(value(await read(clocked)).interval).toBe('1h')
  })

  it('asks for the order where only a bad row speaks for one', async () => {
    const flat = Array.from({ length: 50 }, (_, index) => [start + index * hour, 10, 10, 10, 10, 5])
    const wrong = [start + 50 * hour, 10, 9, 12, 8, 5]
    expect(codes(await read(JSON.stringify([...flat, wrong]), {}, 'a.json'))).toEqual(['PRICE_ORDER_UNKNOWN'])
  })

  it('without a volume column nothing is imported before the user accepts volume 0', async () => {
    const text = `time,open,high,low,close\n${row(0, '10,12,9,11')}\n${row(1, '10,12,9,11')}\n`
    expect(codes(await read(text))).toContain('VOLUME_MISSING')
    const result = await read(text, { missingVolume: 'zero' })
    expect([...value(result).columns.volume]).toEqual([0, 0])
    expect(codes(result)).toContain('VOLUME_SET_TO_ZERO')
  })

  it('wrong rows need to be accepted; then they are left out and listed with line, expectation and what came', async () => {
    const text = file(row(0), row(1, '10,9,9,11,5'), row(2), row(3))
    expect(codes(await read(text))).toEqual(['PROBLEMS_NOT_ACCEPTED'])
    const { columns, report } = value(await read(text, { acceptProblems: true }))
    expect(columns.time.length).toBe(3)
    expect(report.problems).toEqual([
      {
        line: 3,
        code: 'HIGH_TOO_LOW',
        severity: 'error',
        message: 'The high is below another price of the bar.',
        expected: 'high >= 11',
        received: '9',
        stamp: start + hour,
      },
    ])
    expect(report.gaps).toEqual({ count: 1, missingBars: 1, largest: [{ from: start + hour, to: start + hour, missing: 1 }] })
  })

  it('counts gaps and shows the largest first, by open times', async () => {
    const { report } = value(await read(file(row(0), row(1), row(3), row(4), row(9))))
    expect(report.gaps.count).toBe(2)
    expect(report.gaps.missingBars).toBe(5)
    expect(report.gaps.largest[0]).toEqual({ from: start + 5 * hour, to: start + 8 * hour, missing: 4 })
  })

  it('reads a file that is newest first without calling it disordered', async () => {
    const { columns, report } = value(await read(file(row(2, '3,3,3,3,1'), row(1, '2,2,2,2,1'), row(0, '1,1,1,1,1'))))
    expect([...columns.close]).toEqual([1, 2, 3])
    expect([report.order, report.counts]).toEqual(['descending', {}])
  })

  it('keeps the first of two different bars of one time, also newest first', async () => {
    const first = row(1, '2,2,2,2,1')
    const second = row(1, '7,7,7,7,1')
    for (const rows of [
      [row(0, '1,1,1,1,1'), first, second, row(2, '3,3,3,3,1')],
      [row(2, '3,3,3,3,1'), first, second, row(0, '1,1,1,1,1')],
    ]) {
      const { columns, report } = value(await read(file(...rows), { acceptProblems: true }))
      expect([...columns.close]).toEqual([1, 2, 3])
      expect(report.counts).toEqual({ DUPLICATE_DIFFERS: 1 })
    }
  })

  it('warns when the file name claims another interval; the content wins', async () => {
    const result = await read(plain, {}, 'BTCUSD_5m.csv')
    expect(value(result).interval).toBe('1h')
    expect(codes(result)).toEqual(['NAME_DISAGREES'])
  })

  it.each([
    ['', 'FILE_EMPTY'],
    ['\n\n  \n', 'FILE_EMPTY'],
    ['PK\u0003\u0004', 'FILE_IS_ARCHIVE'],
    ['a\0b', 'FILE_NOT_TEXT'],
    ['[[1', 'FILE_DAMAGED'],
    ['[]', 'NO_BARS'],
    ['{"a":1}', 'LAYOUT_UNKNOWN'],
    ['hello world, this is no candle file', 'LAYOUT_UNKNOWN'],
    ['timestamp,open,high,low,close,volume\n', 'NO_BARS'],
    [`timestamp,open,high,low,close,volume\n${row(0)}\n`, 'NO_BARS'],
    ['timestamp,open,high,low,close,volume\n1,x,y,z,a,b\n', 'TIME_FORMAT_UNKNOWN'],
    ['ARROW1\0\0 and then nothing that makes sense', 'FILE_DAMAGED'],
  ])('refuses %j with %s', async (text, code) => {
    expect(codes(await read(text))).toEqual([code])
  })

  it('refuses more than the limit, also when gzip hides it', () => {
    const bomb = gzipSync(Buffer.alloc(100_000))
    const problem = (result: ReturnType<typeof openFile>) => (result.ok ? undefined : result.problem.code)
    expect(problem(openFile(bomb, 50_000))).toBe('FILE_TOO_LARGE')
    expect(problem(openFile(Buffer.alloc(60_000, 65), 50_000))).toBe('FILE_TOO_LARGE')
    expect(problem(openFile(gzipSync(bytes(plain)).subarray(0, 40)))).toBe('FILE_DAMAGED')
  })

  it('previews first rows, first bars, and what an import would refuse', async () => {
    const preview = await previewFile(gzipSync(bytes(file(row(0), row(1, '10,12,9,-,5'), row(2), row(3)))), 'x.csv.gz')
    if (!preview.ok) throw new Error('refused')
    expect(preview.value.firstRows[1]).toEqual([String(start + hour), '10', '12', '9', '-', '5'])
    expect(preview.value.firstBars[0]).toEqual({ time: start + hour, open: 10, high: 12, low: 9, close: 11, volume: 5 })
    expect(preview.value.blocking.map(({ code }) => code)).toEqual(['PROBLEMS_NOT_ACCEPTED'])
    expect(preview.value.detection.compression).toBe('gzip')
  })

  it('reads a year of minutes in a few seconds at most', async () => {
    const lines = Array.from(
      { length: 525_600 },
      (_, index) => `${start + index * 60_000},31781.${index % 10},31929.0,31679.3,31928.5,44.49564796`,
    )
    const before = process.threadCpuUsage()
    const { columns } = value(await read(`timestamp,open,high,low,close,volume\n${lines.join('\n')}`))
    const { user, system } = process.threadCpuUsage(before)
    expect(columns.time.length).toBe(525_600)
    // Work of this thread, not time on the wall: others may have the processor. About 1 s; a regression to per-row work is tenfold.
    expect((user + system) / 1e6).toBeLessThan(10)
  })
})
