import { UsageError } from '../command-line/exit.ts'
import { decimalFlag, integerFlag, timeFlag } from '../command-line/flags.ts'
import type { FeedsOptions } from './feeds-data.ts'

/** Options of every command that reads candles. */
export const dataArgs = {
  data: {
    type: 'string',
    description: 'Candles of a feed: <feed>=<file>, by node id, label or symbol; may be repeated',
    valueHint: 'feed=file',
  },
  bars: { type: 'string', description: 'Candles of a simulated feed without a file', default: '2000' },
  from: { type: 'string', description: 'First open time that counts' },
  to: { type: 'string', description: 'Open time from which on nothing counts' },
  'tick-size': { type: 'string', description: 'Price step; else seen from the decimals of the data' },
  'lot-size': { type: 'string', description: 'Quantity step', default: '0.00000001' },
  'stamps-are-bar-end': { type: 'boolean', description: 'Time stamps of the files are the END of each bar' },
  'accept-problems': { type: 'boolean', description: 'Leave out wrong rows of the files instead of refusing them' },
  'zero-volume': { type: 'boolean', description: 'Files without a volume column: count 0 for every bar' },
} as const

interface Given {
  readonly bars: string
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly 'tick-size'?: string | undefined
  readonly 'lot-size': string
  readonly 'stamps-are-bar-end'?: boolean | undefined
  readonly 'accept-problems'?: boolean | undefined
  readonly 'zero-volume'?: boolean | undefined
}

export function feedsOptions(given: Given, data: readonly string[]): FeedsOptions {
  const lotSize = decimalFlag('lot-size', given['lot-size'])
  const bars = integerFlag('bars', given.bars, { min: 1, max: 5_000_000 })
  if (lotSize === undefined || bars === undefined) throw new UsageError('--lot-size and --bars need a value.')
  return {
    data,
    bars,
    from: timeFlag('from', given.from),
    to: timeFlag('to', given.to),
    tickSize: decimalFlag('tick-size', given['tick-size']),
    lotSize,
    stampsAreBarEnd: given['stamps-are-bar-end'] === true,
    acceptProblems: given['accept-problems'] === true,
    missingVolume: given['zero-volume'] === true,
  }
}
