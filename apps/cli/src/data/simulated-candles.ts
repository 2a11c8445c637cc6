import { createSimulatedMarket, findSimulatedInstrument, type SimulatedMarket, simulatedInstruments } from '@strategraph/market-sim'
import type { Checked, FeedPlan } from '@strategraph/strategy-core'
import { feedProblem, symbolOfId } from './bind-data.ts'
import type { FeedData } from './load-candles.ts'

/** 2024-01-01 00:00 UTC: simulated markets of the command line start there, so that two runs show the same candles. */
export const simulationStart = 1_704_067_200_000

/** The simulated market of a feed; a problem where its origin is another one or the symbol is not simulated. */
export function simulatedMarketOf(feed: FeedPlan, startTime: number): Checked<SimulatedMarket> {
  const { origin, instrument, interval } = feed.spec
  if (origin.kind !== 'simulated') {
    const message = `its candles come from ${origin.kind === 'dataset' ? `the dataset ${origin.dataset}` : `the exchange ${origin.exchange}`}, which the command line does not read. Give a file: --data ${feed.nodeId}=<file>.`
    return { ok: false, problems: [feedProblem(feed, 'NO_DATA', message)] }
  }
  const symbol = symbolOfId(instrument)
  const found = findSimulatedInstrument(symbol)
  if (found === undefined) {
    const known = simulatedInstruments.map((candidate) => candidate.instrument.symbol).join(', ')
    return {
      ok: false,
      problems: [
        feedProblem(feed, 'SYMBOL_NOT_SIMULATED', `there is no simulated market for ${symbol}.`, { expected: known, received: symbol }),
      ],
    }
  }
  return { ok: true, value: createSimulatedMarket({ ...found, seed: origin.seed, interval, startTime }), warnings: [] }
}

/** The first bars of a feed with a simulated origin. */
export function simulatedCandles(feed: FeedPlan, bars: number): Checked<FeedData> {
  const market = simulatedMarketOf(feed, simulationStart)
  if (!market.ok) return market
  const { instrument, interval } = market.value
  const seed = feed.spec.origin.kind === 'simulated' ? feed.spec.origin.seed : 0
  return {
    ok: true,
    value: {
      feed,
      columns: market.value.bars(bars),
      instrument,
      interval,
      provenance: 'simulated',
      source: `simulated market, seed ${seed}`,
    },
    warnings: [],
  }
}
