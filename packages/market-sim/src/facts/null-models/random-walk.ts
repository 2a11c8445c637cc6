import { type BarColumns, barColumns, intervals } from '@strategraph/market-model'
import { nextUniform, seedRandom } from '../../random.ts'
import { nextNormal } from './normal.ts'

const stepsPerMinute = 20
/** Of the real series: the standard deviation of a minute (10 bp) and the coarsest tick (0.6 bp of the price). */
const minuteDeviation = 0.001
const startTicks = 17_000

/** Null model of the candle facts: every three seconds an independent Gaussian step on the tick grid, with an independent volume. */
export function randomWalkCandles(minutes: number, seed: number): BarColumns {
  const random = seedRandom(seed, 'random walk')
  const bars = barColumns(minutes)
  const step = minuteDeviation / Math.sqrt(stepsPerMinute)
  let price = startTicks
  for (let row = 0; row < minutes; row += 1) {
    const prices = Array.from({ length: stepsPerMinute }, () => {
      price *= 1 + step * nextNormal(random)
      return Math.max(1, Math.round(price))
    })
    bars.time[row] = (row + 1) * intervals['1m']
    bars.open[row] = prices[0] ?? Number.NaN
    bars.high[row] = Math.max(...prices)
    bars.low[row] = Math.min(...prices)
    bars.close[row] = prices.at(-1) ?? Number.NaN
    bars.volume[row] = prices.reduce((sum) => sum + nextUniform(random), 0)
  }
  return bars
}
