import type { Time } from '@strategraph/market-model'
import type { ScenarioResult } from './result.ts'

/** Price and equity over time, for the chart; extremes are of every sample, also of those that are thinned out. */
export interface Sampler {
  add(time: Time, price: number, equity: number): void
  result(): Pick<ScenarioResult, 'samples' | 'equity'>
}

const keptSamples = 400

export function createSampler(): Sampler {
  const rows: { readonly time: Time; readonly price: number; readonly equity: number }[] = []
  let peak = Number.NEGATIVE_INFINITY
  let lowest = Number.POSITIVE_INFINITY
  let drawdown = 0
  return {
    add(time, price, equity) {
      if (rows.at(-1)?.time === time) return
      rows.push({ time, price, equity })
      peak = Math.max(peak, equity)
      lowest = Math.min(lowest, equity)
      drawdown = Math.max(drawdown, 1 - equity / peak)
    },
    result() {
      const every = Math.max(1, Math.ceil(rows.length / keptSamples))
      const kept = rows.filter((_, index) => index % every === 0 || index === rows.length - 1)
      return {
        samples: { time: kept.map(({ time }) => time), price: kept.map(({ price }) => price), equity: kept.map(({ equity }) => equity) },
        equity: {
          first: rows[0]?.equity ?? 0,
          last: rows.at(-1)?.equity ?? 0,
          lowest,
          maxDrawdownPercent: 100 * drawdown,
        },
      }
    },
  }
}
