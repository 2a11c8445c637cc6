import { intervals } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { candleFacts } from '../candle-facts.ts'
import { candleRange, scoreFact, scoredCandleFacts, scoredTickFacts, tickRange } from '../scored-facts.ts'
import { tickFacts } from '../tick-facts.ts'
import { randomOrdersTape } from './random-orders.ts'
import { randomWalkCandles } from './random-walk.ts'

describe('null models: what chance alone scores', () => {
  it('a random walk has no more than the facts that are the absence of something', () => {
    const facts = candleFacts(randomWalkCandles(50_000, 1), intervals['1m'])
    const inside = scoredCandleFacts.filter((fact) => scoreFact(fact, facts[fact], candleRange(fact)).isInside)
    expect(inside).toEqual([
      'zero_return_share',
      'acf_r_lag1',
      'acf_r_mean_abs_lag2_20',
      'variance_ratio_5',
      'variance_ratio_15',
      'variance_ratio_60',
      'parkinson_over_close_vol',
      'mean_body_over_range',
    ])
  })

  it('random orders have what the book alone does, and no memory', () => {
    const facts = tickFacts(randomOrdersTape(3600, 1))
    const inside = scoredTickFacts.filter((fact) => scoreFact(fact, facts[fact], tickRange(fact)).isInside)
    expect(inside).toEqual([
      'quote_updates_per_trade',
      'spread_share_at_1_tick',
      'impact_1s_corr',
      'ofi_1s_r2',
      'mid_return_excess_kurtosis_1s',
      'p_up_given_bid_heavy',
    ])
  })

  it('the book of random orders never crosses, and trades are at its prices', () => {
    const { quotes, trades } = randomOrdersTape(60, 7)
    expect(trades.time.length).toBeGreaterThan(100)
    quotes.bid.forEach((bid, row) => expect(bid).toBeLessThan(quotes.ask[row] ?? 0))
    expect(Math.min(...trades.quantity)).toBeGreaterThan(0)
  })
})
