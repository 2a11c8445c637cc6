import { closeSync, openSync, writeSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { barAt, type Lots, type Side, type Ticks } from '@strategraph/market-model'
import { createVenue, type Micros, type Venue } from '@strategraph/market-sim'
import { builtinNodes } from '@strategraph/nodes'
import { createSandboxKraken, serveSandbox, venueMarket } from '@strategraph/sandbox-kraken'
import { compile, parseDocument, type Plan } from '@strategraph/strategy-core'
import { createTradingSession, journalLine, type TradingSession } from '@strategraph/trading-engine'
import { kraken } from 'ccxt'
import { simulatedBars, simulatedInstrument } from '../../src/runs/feeds/simulated-feed.ts'
import { ccxtVenue } from './ccxt-venue.ts'

const symbol = 'BTC/USD'

export async function bracketsPlan(): Promise<Plan> {
  const file = resolve(import.meta.dirname, '../../../../examples/rsi-mean-reversion-brackets/workflow.json')
  const document = parseDocument(JSON.parse(await readFile(file, 'utf8')), builtinNodes)
  if (!document.ok) throw new Error(document.problems[0]?.message)
  const compiled = compile(document.value, builtinNodes)
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message)
  return compiled.value
}

export interface RunAtExchange {
  readonly bars: number
  /** Where the journal goes, a line for an event, each written before the next thing happens. */
  readonly journal: string
}

/**
 * An example strategy whose orders ccxt sends to a sandbox exchange over HTTP. The bars are seeded; the exchange's book is
 * thin and moves with them. Its first order meets a market that takes none.
 */
export async function runAtExchange({ bars, journal }: RunAtExchange): Promise<TradingSession> {
  const plan = await bracketsPlan()
  const [domain] = plan.domains
  if (domain === undefined) throw new Error('no feed')
  const { feed, interval } = domain
  const columns = simulatedBars({ seed: 11, symbol, interval }, bars)
  const instrument = simulatedInstrument(symbol)
  const venue = createVenue({
    instruments: [{ ...instrument, makerFeePpm: 2500, takerFeePpm: 4000 }],
    now: (Date.now() * 1000) as Micros,
  })
  const market = venue.marketOf(symbol)
  if (market === undefined) throw new Error('no market')
  const crowd = crowdOf(venue, Number(instrument.tickSize), Number(instrument.lotSize))
  const sandbox = createSandboxKraken({ market: venueMarket(venue), seed: 'test', limits: 'off' })
  const served = await serveSandbox(sandbox)
  const account = sandbox.createAccount({ name: 'run', tier: 'pro', balances: { USD: '1000000', BTC: '100' } })
  const urls = { api: { public: served.url, private: served.url } }
  const client = new kraken({ apiKey: account.key, secret: account.secret, enableRateLimit: false, urls })
  // Two calls within a millisecond have the same nonce otherwise.
  let nonce = Date.now() * 1000
  Object.assign(client, { nonce: () => (nonce += 1) })
  await client.loadMarkets()

  // Market time goes on by itself within a bar, as a clock does.
  const bar = { time: columns.time[0] ?? 0, since: performance.now() }
  const clock = { now: () => bar.time + 2000 + (performance.now() - bar.since) }
  const place = ccxtVenue(client, symbol, clock)
  const file = openSync(journal, 'w')
  const session = createTradingSession(plan, new Map([[feed, { instrument, provenance: 'simulated', source: 'seed 11' }]]), undefined, {
    backEnd: 'wasm',
    mode: 'live',
    runId: 'run',
    startedAt: bar.time,
    sink: { append: (event) => void writeSync(file, `${journalLine(event)}\n`) },
    venue: place.venue,
  })
  try {
    for (let row = 0; row < bars; row += 1) {
      const next = barAt(columns, row)
      bar.time = next.time
      bar.since = performance.now()
      venue.setMode(market, session.orders.some(({ status }) => status === 'rejected') ? 'online' : 'cancel_only')
      venue.advance((Date.now() * 1000) as Micros)
      if (venue.mode(market) === 'online') crowd.quote(next.close)
      session.onBars([{ feed, bar: next }])
      await place.sync()
    }
    session.kill('the test ends', clock.now(), { closePositions: true })
    await place.sync()
    session.stop('the test ends', clock.now())
    return session
  } finally {
    closeSync(file)
    sandbox.close()
    await served.close()
  }
}

function crowdOf(venue: Venue, tickSize: number, lotSize: number) {
  const balances = { BTC: '1000000', USD: '100000000000' }
  const makers = venue.openAccount({ name: 'makers', balances })
  const takers = venue.openAccount({ name: 'takers', balances })
  const market = venue.marketOf(symbol)
  if (market === undefined) throw new Error('no market')
  const lots = (quantity: number) => Math.round(quantity / lotSize) as Lots
  const limit = (side: Side, price: number) =>
    venue.submit({
      account: makers,
      market,
      side,
      kind: { type: 'limit', price: Math.round(price / tickSize) as Ticks },
      quantity: lots(0.02),
    })
  return {
    /** Four levels a side, 0.02 each, around the price, and one small trade. */
    quote(price: number) {
      venue.cancelAll(makers)
      for (let level = 1; level <= 4; level += 1) {
        limit('buy', price * (1 - level / 5000))
        limit('sell', price * (1 + level / 5000))
      }
      for (const side of ['buy', 'sell'] as const)
        venue.submit({ account: takers, market, side, kind: { type: 'market' }, quantity: lots(0.001) })
    },
  }
}
