import { type Interval, intervals, mostSeed } from '@strategraph/market-model'
import { createSimulatedMarket, findSimulatedInstrument, simulatedInstruments } from '@strategraph/market-sim'
import { defineCommand } from 'citty'
import { UsageError } from '../command-line/exit.ts'
import { integerFlag, oneOf, refuseUnknownArguments, timeFlag } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { simulationStart } from '../data/simulated-candles.ts'
import { writeCsv } from '../data/write-csv.ts'

const args = {
  out: { type: 'string', description: 'File to write, .csv or .csv.gz', required: true },
  symbol: { type: 'string', description: 'Symbol of the simulated market', default: 'BTC/USD' },
  interval: { type: 'string', description: 'Length of a candle', default: '1h' },
  seed: { type: 'string', description: 'Same seed, same market', default: '1' },
  bars: { type: 'string', description: 'How many candles', default: '2000' },
  start: { type: 'string', description: 'Open time of the first candle', default: '2024-01-01' },
} as const

const isInterval = (name: string): name is Interval => Object.hasOwn(intervals, name)

export const simulateCommand = defineCommand({
  meta: { name: 'simulate', description: 'Write candles of the simulated market to a CSV file (open stamps in ms)' },
  args,
  run({ args: given, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const found = findSimulatedInstrument(given.symbol)
    if (found === undefined) {
      const known = simulatedInstruments.map(({ instrument }) => instrument.symbol).join(', ')
      throw new UsageError(`There is no simulated market for ${given.symbol}. There are: ${known}.`)
    }
    const interval = oneOf('interval', given.interval, Object.keys(intervals).filter(isInterval)) ?? '1h'
    const seed = integerFlag('seed', given.seed, { min: 0, max: mostSeed }) ?? 1
    const bars = integerFlag('bars', given.bars, { min: 1, max: 5_000_000 }) ?? 2000
    const startTime = timeFlag('start', given.start) ?? simulationStart
    const { time, open, high, low, close, volume } = createSimulatedMarket({ ...found, seed, interval, startTime }).bars(bars)
    const number = (name: string, column: Float64Array) => ({ name, cell: (row: number) => String(column[row]) })
    const stamp = { name: 'timestamp', cell: (row: number) => String((time[row] ?? 0) - intervals[interval]) }
    writeCsv(
      given.out,
      [stamp, number('open', open), number('high', high), number('low', low), number('close', close), number('volume', volume)],
      bars,
    )
    say.error(`${bars} simulated candles of ${given.symbol} ${interval}, seed ${seed}, written to ${given.out}`)
  },
})
