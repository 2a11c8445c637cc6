import { createFlowForecast, type FlowForecastSnapshot } from './flow-forecast.ts'

/** Reads the tape of one market: how much of the signed order flow nobody could foresee from the orders before. Public; the same for all. */
export interface FlowReader {
  /** Sum over all orders of what they weighed less what was foretold; buys count up. Its future does not follow from its past. */
  surprise(): number
  onFill(fill: { readonly order: number; readonly sign: number; readonly lots: number }): void
  snapshot(): FlowReaderSnapshot
}

export interface FlowReaderSnapshot {
  readonly order: number
  readonly lots: number
  readonly weighed: number
  readonly surprise: number
  readonly forecast: FlowForecastSnapshot
}

/** In usual orders: what is larger says no more. */
const largest = 1000

export function createFlowReader(unitLots: number, saved?: FlowReaderSnapshot): FlowReader {
  // Of the order that took last.
  let order = saved?.order ?? 0
  let lots = saved?.lots ?? 0
  let weighed = saved?.weighed ?? 0
  let surprise = saved?.surprise ?? 0
  const forecast = createFlowForecast(saved?.forecast)
  // Concave, as impact is: a large order says little more than a small one.
  const weigh = (amount: number) => Math.sqrt(Math.sqrt(Math.min(largest, amount / unitLots)))
  return {
    surprise: () => surprise,
    onFill: (fill) => {
      if (fill.order !== order) {
        if (order !== 0) forecast.learn(weighed)
        surprise -= forecast.value()
        order = fill.order
        lots = 0
        weighed = 0
      }
      const more = fill.sign * (weigh(lots + fill.lots) - weigh(lots))
      surprise += more
      weighed += more
      lots += fill.lots
    },
    snapshot: () => ({ order, lots, weighed, surprise, forecast: forecast.snapshot() }),
  }
}
