import type { MarketView, Simulation, VenueTrade } from '@strategraph/market-sim'
import { type InstrumentScale, instrumentScale, quantityOf } from '@strategraph/market-model'
import { z } from 'zod'

const numbers = z.array(z.number().nullable())
export const recordingSchema = z.object({
  /** Market time of the start, in microseconds. */
  from: z.number(),
  /** Distance of two samples, in microseconds. */
  every: z.number().positive(),
  times: z.array(z.number()),
  markets: z.array(
    z.object({
      symbol: z.string(),
      last: numbers,
      /** Spread in basis points of the mid price. */
      spread: numbers,
      /** Quantity that takers bought and sold since the sample before. */
      bought: z.array(z.number()),
      sold: z.array(z.number()),
      trades: z.int(),
      volume: z.number(),
    }),
  ),
  /** Every fourth sample, so that thousands of agents stay small: one list per agent, in the order of the agents. */
  equityTimes: z.array(z.number()),
  equity: z.array(z.array(z.number())),
})
/** A whole simulation in a few hundred points, however long it was; plain JSON. */
export type Recording = z.output<typeof recordingSchema>

/** Follows a simulation for its report. */
export interface Recorder {
  trade(trade: Pick<VenueTrade, 'market' | 'quantity' | 'takerSide'>): void
  /** Takes a sample where one is due; cheap to call often. */
  look(): void
  recording(): Recording
}

/** One more than a multiple of 8: the last sample of a full list is one of those that stay, with what flowed since. */
const most = 401
const equityEvery = 4
const firstEvery = 2_000_000

export function createRecorder(simulation: Simulation, past?: Recording): Recorder {
  const scales = simulation.venue.instruments.map((instrument) => instrumentScale(instrument))
  let recording = past === undefined ? emptyRecording(simulation) : structuredClone(past)
  let flow = scales.map(() => ({ bought: 0, sold: 0 }))
  let due = (recording.times.at(-1) ?? recording.from - recording.every) + recording.every

  const sample = () => {
    const views = simulation.markets()
    recording.times.push(simulation.now)
    recording.markets.forEach((market, index) => {
      const view = views[index]
      const { bought = 0, sold = 0 } = flow[index] ?? {}
      market.last.push(view?.last ?? null)
      market.spread.push(view === undefined ? null : spreadOf(view))
      market.bought.push(bought)
      market.sold.push(sold)
    })
    flow = scales.map(() => ({ bought: 0, sold: 0 }))
    if ((recording.times.length - 1) % equityEvery === 0) {
      recording.equityTimes.push(simulation.now)
      simulation.agents().forEach(({ equity }, index) => {
        const line = recording.equity[index]
        if (line === undefined) recording.equity.push([equity])
        else line.push(equity)
      })
    }
    if (recording.times.length >= most) recording = halved(recording)
    due = simulation.now + recording.every
  }

  return {
    trade({ market, quantity, takerSide }) {
      const scale: InstrumentScale | undefined = scales[market]
      const side = flow[market]
      const line = recording.markets[market]
      if (scale === undefined || side === undefined || line === undefined) return
      const amount = quantityOf(quantity, scale)
      side[takerSide === 'buy' ? 'bought' : 'sold'] += amount
      line.trades += 1
      line.volume += amount
    },
    look() {
      if (simulation.now >= due) sample()
    },
    recording() {
      if (simulation.now > (recording.times.at(-1) ?? -1)) sample()
      return structuredClone(recording)
    },
  }
}

function emptyRecording(simulation: Simulation): Recording {
  return {
    from: simulation.now,
    every: firstEvery,
    times: [],
    markets: simulation.venue.instruments.map(({ symbol }) => ({
      symbol,
      last: [],
      spread: [],
      bought: [],
      sold: [],
      trades: 0,
      volume: 0,
    })),
    equityTimes: [],
    equity: [],
  }
}

function spreadOf({ bid, ask }: MarketView): number | null {
  return bid === null || ask === null ? null : ((ask - bid) / ((ask + bid) / 2)) * 10_000
}

const second = <Value>(list: readonly Value[]): Value[] => list.filter((_, index) => index % 2 === 0)
/** Two neighbours make one: what came before the first sample of a pair belongs to it. */
const paired = (list: readonly number[]): number[] =>
  second(list).map((value, pair) => value + (pair === 0 ? 0 : (list[2 * pair - 1] ?? 0)))

function halved({ from, every, times, markets, equityTimes, equity }: Recording): Recording {
  return {
    from,
    every: every * 2,
    times: second(times),
    markets: markets.map((market) => ({
      ...market,
      last: second(market.last),
      spread: second(market.spread),
      bought: paired(market.bought),
      sold: paired(market.sold),
    })),
    equityTimes: second(equityTimes),
    equity: equity.map(second),
  }
}
