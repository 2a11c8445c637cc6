import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Bar, type BarColumns, barsToColumns } from '@strategraph/market-model'

const beside = resolve(import.meta.dirname, '../../../../../shared/data')
const data = process.env['STRATEGRAPH_SHARED_DATA'] ?? beside

/** The reference backtests, where they are; tests skip and say so where they are not. */
export const hasGoldenBacktests = existsSync(resolve(data, 'golden/backtests'))
export const whyGoldenSkipped = hasGoldenBacktests ? '' : ' (skipped: ../shared/data is absent, set STRATEGRAPH_SHARED_DATA)'

export interface GoldenTrade {
  readonly side: string
  readonly size: number
  readonly entryBar: number
  readonly entryTime: number
  readonly entryPrice: number
  readonly exitBar: number
  readonly exitTime: number
  readonly exitPrice: number
  readonly exitReason: string
  readonly grossPnl: number
  readonly fees: number
  readonly netPnl: number
  readonly returnPercent: number
  readonly stopLoss: number | undefined
  readonly takeProfit: number | undefined
}

export interface GoldenBacktest {
  readonly columns: BarColumns
  readonly cash: number
  readonly feeRate: number
  /** Before it the rules say nothing. */
  readonly firstDecisionBar: number
  readonly spread: number
  readonly plainMetrics: Readonly<Record<string, number>>
  readonly trades: readonly GoldenTrade[]
  readonly equity: readonly number[]
  readonly positionAtClose: readonly number[]
  /** Indicator values by column name; NaN where there is none yet. */
  readonly indicators: Readonly<Record<string, readonly number[]>>
  /** Of 08: signed sizes by bar, in file order. */
  readonly orders: readonly { readonly bar: number; readonly size: number }[]
}

type Row = Readonly<Record<string, string>>
const number = (row: Row, name: string) => (row[name] === undefined || row[name] === '' ? Number.NaN : Number(row[name]))

export function goldenBacktest(id: string, intervalMs: number): GoldenBacktest {
  const folder = `golden/backtests/${id}`
  const spec = JSON.parse(readFileSync(resolve(data, folder, 'spec.json'), 'utf8'))
  const bars = sourceBars(spec.source, intervalMs)
  const equity = table(`${folder}/equity.csv.gz`)
  const indicators = existsSync(resolve(data, folder, 'indicators.csv.gz')) ? table(`${folder}/indicators.csv.gz`) : []
  const names = Object.keys(indicators[0] ?? {}).filter((name) => name !== 'bar' && name !== 'timestamp')
  return {
    columns: barsToColumns(bars),
    cash: spec.cash,
    feeRate: spec.fee_rate,
    firstDecisionBar: spec.first_decision_bar,
    spread: spec.spread,
    plainMetrics: spec.plain_metrics,
    trades: table(`${folder}/trades.csv`).map(goldenTrade),
    equity: equity.map((row) => number(row, 'equity')),
    positionAtClose: equity.map((row) => number(row, 'position_at_close')),
    indicators: Object.fromEntries(names.map((name) => [name, indicators.map((row) => number(row, name))])),
    orders: existsSync(resolve(data, folder, 'orders.csv'))
      ? table(`${folder}/orders.csv`).map((row) => ({ bar: number(row, 'bar'), size: number(row, 'size') }))
      : [],
  }
}

function goldenTrade(row: Row): GoldenTrade {
  const optional = (name: string) => (row[name] === '' ? undefined : number(row, name))
  return {
    side: row['side'] ?? '',
    size: number(row, 'size'),
    entryBar: number(row, 'entry_bar'),
    entryTime: number(row, 'entry_time'),
    entryPrice: number(row, 'entry_price'),
    exitBar: number(row, 'exit_bar'),
    exitTime: number(row, 'exit_time'),
    exitPrice: number(row, 'exit_price'),
    exitReason: row['exit_reason'] ?? '',
    grossPnl: number(row, 'gross_pnl'),
    fees: number(row, 'fees'),
    netPnl: number(row, 'net_pnl'),
    returnPercent: number(row, 'return_pct'),
    stopLoss: optional('stop_loss'),
    takeProfit: optional('take_profit'),
  }
}

/** "candles/x.csv.gz rows 52585..57584" or "... all rows"; the files stamp bars by their open. */
function sourceBars(source: string, intervalMs: number): readonly Bar[] {
  const [, file = '', from, to] = /^(\S+) (?:rows (\d+)\.\.(\d+)|all rows)$/.exec(source) ?? []
  const rows = table(file)
  return rows.slice(Number(from ?? 0), to === undefined ? rows.length : Number(to) + 1).map((row) => ({
    time: number(row, 'timestamp') + intervalMs,
    open: number(row, 'open'),
    high: number(row, 'high'),
    low: number(row, 'low'),
    close: number(row, 'close'),
    volume: number(row, 'volume'),
  }))
}

function table(path: string): readonly Row[] {
  const bytes = readFileSync(resolve(data, path))
  const [header = '', ...lines] = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split('\n')
  const names = header.trim().split(',')
  return lines.map((line) => {
    const cells = line.trim().split(',')
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))
  })
}
