import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategraph } from './support/cli.ts'
import { csvColumns, csvRows, needsSharedData, sharedData, sharedText, writeSourceRows } from './support/shared-data.ts'

// Backtests of backtesting.py and backtrader, reproduced by workflows. 06, 07 and 08 need rules that no node has (a booked spread,
// partial exits, an order list). 03 and 09 take finer steps than the data shows, because the reference did not round.
const cases = [
  { id: '01_ema_cross_long', options: [] },
  { id: '02_rsi_reversion_long', options: [] },
  { id: '03_donchian_breakout_sl_tp', options: ['--tick-size', '0.00000001'] },
  { id: '04_macd_long_short', options: [] },
  { id: '05_sma_cross_stock_allin', options: [] },
  { id: '09_ema_cross_fractional', options: ['--lot-size', '0.000000000001'] },
] as const

const reasons: Readonly<Record<string, string>> = {
  signal: 'signal',
  sl: 'stop-loss',
  tp: 'take-profit',
  end: 'end-of-data',
  netting: 'netting',
}

interface Report {
  readonly trades: readonly Readonly<Record<string, number | string | undefined>>[]
  readonly equity: readonly { readonly bar: number; readonly timestamp: number; readonly equity: number }[]
  readonly metrics: Readonly<Record<string, number>>
}

describe.skipIf(sharedData === undefined)(`golden backtests through the command line${needsSharedData}`, () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strategraph-golden-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(cases)('$id: every trade, the equity of every bar and the metrics are those of the reference', ({ id, options }) => {
    const spec: { plain_metrics: Record<string, number> } = JSON.parse(sharedText(`golden/backtests/${id}/spec.json`))
    const file = writeSourceRows(id, folder)
    const run = strategraph(
      'backtest',
      resolve(import.meta.dirname, 'golden', `${id}.json`),
      '--data',
      `feed=${file}`,
      '--json',
      ...options,
    )
    expect(run.error).not.toMatch(/^error/m)
    expect(run.code).toBe(0)
    const report: Report = JSON.parse(run.out)

    const expected = csvRows(sharedText(`golden/backtests/${id}/trades.csv`))
    expect(report.trades.length).toBe(expected.length)
    expected.forEach((golden, index) => {
      const trade = report.trades[index] ?? {}
      expect(trade).toMatchObject({
        side: golden['side'],
        entryBar: Number(golden['entry_bar']),
        entryTime: Number(golden['entry_time']),
        exitBar: Number(golden['exit_bar']),
        exitTime: Number(golden['exit_time']),
        exitReason: reasons[golden['exit_reason'] ?? ''],
      })
      close(trade['quantity'], golden['size'])
      close(trade['entryPrice'], golden['entry_price'])
      close(trade['exitPrice'], golden['exit_price'])
      close(trade['fees'], golden['fees'])
      // A profit is a small difference of large sums: its error is measured against what was traded.
      const traded = Number(golden['size']) * Number(golden['entry_price'])
      expect(Math.abs(Number(trade['netPnl']) - Number(golden['net_pnl']))).toBeLessThanOrEqual(1e-9 * traded)
    })

    const equity = csvColumns(sharedText(`golden/backtests/${id}/equity.csv.gz`))
    expect(report.equity.length).toBe(equity.get('equity')?.length)
    for (const { bar, timestamp, equity: value } of report.equity) {
      expect(timestamp).toBe(equity.get('timestamp')?.[bar])
      close(value, equity.get('equity')?.[bar])
    }
    close(report.metrics['finalEquity'], spec.plain_metrics['final_equity'])
    close(report.metrics['maxDrawdownPercent'], spec.plain_metrics['max_drawdown_pct'])
    close(report.metrics['totalFees'], spec.plain_metrics['total_fees'])
    close(report.metrics['winRatePercent'], spec.plain_metrics['win_rate_pct'])
  })
})

function close(actual: unknown, expected: unknown): void {
  const [a, b] = [Number(actual), Number(expected)]
  expect(Math.abs(a - b), `${a} against ${b}`).toBeLessThanOrEqual(1e-9 * Math.abs(b))
}
