import {
  type Clock,
  type Fill,
  type Instrument,
  type PortfolioView,
  type Proposal,
  type Review,
  type RiskLimits,
  type Time,
} from '@strategraph/market-model'
import type { Effect, OutputKey, Plan, PromptRequest, ReactiveHost, ShownValue } from '@strategraph/strategy-core'
import type { BrokerContext, RunVenue } from '../broker/run-venue.ts'
import { createSimulatedBroker } from '../broker/simulated-broker.ts'
import type { Attention } from '../broker/working-order.ts'
import type { Metrics, Trade } from '../journal/event.ts'
import type { Recorder } from '../journal/recorder.ts'
import { money } from '../market/amounts.ts'
import { lookup } from '../market/lookup.ts'
import { rateOf } from '../market/rate.ts'
import { metricsOf } from '../metrics/metrics.ts'
import { createOrderBook, type OrderBook } from '../order/order-book.ts'
import { type EntryBlocks, reviewProposal } from '../risk/review-proposal.ts'
import { staleness } from '../risk/staleness.ts'
import { type EffectiveLimits, tightestLimits } from '../risk/tightest-limits.ts'
import { type Account, createAccount } from './account.ts'
import { noBlocks } from './blocks.ts'
import { createEquityCurve, type EquityCurve } from './equity-curve.ts'
import { type MarketState, marketStates } from './markets.ts'
import { createOrderDesk } from './order-desk.ts'
import { nothingPending, pendingEntries } from './pending-entries.ts'
import { portfolioView } from './portfolio.ts'
import { createRunLog, type DenialRecord } from './run-log.ts'
import type { FeedBinding, RunSettings } from './settings.ts'

export interface TradingRunOptions {
  readonly plan: Plan
  readonly bindings: ReadonlyMap<string, FeedBinding>
  readonly settings: RunSettings
  readonly recorder: Recorder
  readonly curve: { readonly capacity: number; readonly time?: Float64Array }
  /** Rows of each feed where the data has an end; without it nothing ends. */
  readonly rows?: ReadonlyMap<string, number>
  readonly onAsk: (ask: PromptAsk) => void
  /** Where orders go instead of being filled against the bars. */
  readonly venue?: RunVenue
  /** Told every review with the limits that held in it. */
  readonly onReview?: ReviewListener
}

export type ReviewListener = (nodeId: string, limits: EffectiveLimits, review: Review) => void

export interface PromptAsk {
  readonly askId: string
  readonly nodeId: string
  readonly time: Time
  readonly prompt: PromptRequest
}

export interface RunBar {
  readonly domain: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** Everything around a plan that trades: the same for backtest, dry-run and replay; who drives it differs. */
export interface TradingRun extends ReactiveHost {
  readonly markets: readonly MarketState[]
  readonly curve: EquityCurve
  readonly account: Account
  readonly orders: OrderBook
  readonly trades: readonly Trade[]
  readonly fills: readonly Fill[]
  readonly denials: readonly DenialRecord[]
  readonly denialCounts: ReadonlyMap<string, number>
  readonly clock: Clock
  readonly tick: number
  attention(market: MarketState): Attention
  /** One moment: matches the bars that closed in it, then values the account. Nodes decide afterwards. */
  closeTick(tick: number, time: Time, bars: readonly RunBar[]): void
  /** A single feed's rows up to `to` (exclusive), in which nobody looks at anything; continues the curve. */
  skipRows(columns: { readonly time: Float64Array; readonly close: Float64Array }, to: number): void
  /** Time of the events to come, where something happens between two ticks; decisions still belong to the last tick. */
  setEventTime(time: Time): void
  /** Market time at which what comes next is seen, where bars can be late; `clockAhead`: ms of that clock before the feed's. */
  see(time: Time, feed: string, clockAhead: number | undefined): void
  flush(values: (keys: readonly OutputKey[]) => Record<OutputKey, ShownValue>): void
  pause(reason: string): void
  resume(reason: string): void
  kill(reason: string, options: { readonly closePositions: boolean }): void
  /** Whether new entries may go out, and if not, the weightiest reason. */
  readonly entries: 'allowed' | 'paused' | 'killed' | 'ledger-mismatch'
  readonly eventTime: Time
  metrics(): Metrics
}

export function createTradingRun(options: TradingRunOptions): TradingRun {
  const { plan, bindings, settings, recorder, curve: curveOptions, rows, onAsk, venue, onReview } = options
  const { account: accountSettings, limits } = settings
  const markets = marketStates(plan, bindings)
  const account = createAccount(accountSettings.initialCash, markets)
  const orders = createOrderBook()
  const curve = createEquityCurve(account.initialCash, curveOptions.capacity, curveOptions.time)
  const blocks = noBlocks()
  /** `seen`: market time, as far as somebody told it; NaN where bars come as they close. */
  const present = { time: 0, tick: -1, asks: 0, eventTime: 0, seen: Number.NaN }
  const clocksAhead = new Map<string, number | undefined>()
  const clock: Clock = { now: () => present.time }
  const marketOfDomain = plan.domains.map((_, domain) => markets.find((market) => market.domain === domain))
  const nodeOf = lookup([...plan.nodes.values()], ({ id }) => id)
  const domainRows = plan.domains.map(() => -1)
  /** Rows of all domains and the market at the moment in which a position was last closed. */
  let lastClose: { readonly rows: readonly number[]; readonly market: MarketState; readonly row: number } | undefined
  const log = createRunLog(recorder, () => present.eventTime)

  const brokerContext: BrokerContext = {
    markets: markets.map(({ market }) => market),
    rules: {
      allowShort: accountSettings.allowShort,
      takerFee: rateOf(accountSettings.takerFee),
      makerFee: rateOf(accountSettings.makerFee),
      slippageBps: accountSettings.slippageBps,
    },
    account: {
      cash: account.ledger.cash,
      net: (instrument) => account.ledger.book(instrument).net,
      lotsOpenedBy: account.ledger.lotsOpenedBy,
      cashAfterClosing: account.ledger.cashAfterClosing,
      spotCash: () => account.ledger.accounts.spotCash,
    },
    clock,
  }
  /** Gets no orders where a venue does, and then nothing happens in it. */
  const barFills = createSimulatedBroker(brokerContext)
  /** A venue fills in the bar that forms; what is filled against bars belongs to the one that just closed. */
  const fillRow = venue === undefined ? 0 : 1

  const desk = createOrderDesk({
    account,
    orders,
    broker: venue === undefined ? barFills : venue.createBroker(brokerContext),
    recorder,
    isAtVenue: venue !== undefined,
    onReport() {
      if (venue !== undefined) present.eventTime = Math.max(present.eventTime, venue.clock.now())
    },
    now: () => present.time,
    eventTime: () => present.eventTime,
    rowLength: (nodeId) => rowLengthOf(plan, nodeId, markets),
    deny: log.deny,
    onFlat(instrument) {
      const market = account.market(instrument)
      lastClose = { rows: domainRows.map((row) => row + fillRow), market, row: market.row + fillRow }
    },
    onMismatch({ law }) {
      if (blocks.ledgerMismatch) return
      blocks.ledgerMismatch = true
      log.status('paused', { code: 'LEDGER_MISMATCH', reason: `The books do not add up (${law}): no entries until a person has looked` })
    },
  })

  const portfolio: PortfolioView = portfolioView({
    account,
    curve,
    markets,
    currency: accountSettings.currency,
    allowShort: accountSettings.allowShort,
    now: () => present.time,
    openOrders: () => orders.openCount(),
    barsSinceClose: () => (lastClose === undefined ? Number.NaN : lastClose.market.row - lastClose.row),
  })

  const rowsOf = (market: MarketState) =>
    settings.endOfData === 'close' ? (rows?.get(market.feed) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY

  function closeBar({ domain, open, high, low, close }: RunBar): void {
    domainRows[domain] = (domainRows[domain] ?? -1) + 1
    const state = marketOfDomain[domain]
    if (state === undefined) return
    const { id } = state.market
    state.row += 1
    const openTime = present.time - state.intervalMs
    barFills.onBar(id, { time: openTime, since: Math.max(openTime, state.closeTime), open, high, low })
    if (state.row === 0) state.firstClose = close
    state.close = close
    state.closeTime = present.time
    if (state.row === rowsOf(state) - 2) {
      desk.cancelEntries('END_OF_DATA', id)
      if (account.ledger.book(id).net !== 0) desk.close('@end-of-data', id, 'end-of-data', 'The data ends')
    }
  }

  /** A gate brings the same limits each time. */
  const gates = new WeakMap<RiskLimits, EffectiveLimits>()
  function limitsWith(gate: RiskLimits): EffectiveLimits {
    const known = gates.get(gate) ?? tightestLimits(limits, gate)
    gates.set(gate, known)
    return known
  }

  function stalenessOf({ intervalMs, closeTime, feed }: MarketState): EntryBlocks['stale'] {
    if (venue !== undefined) return staleness(venue.clock.now() - closeTime, intervalMs)
    return staleness(present.seen - closeTime, intervalMs, clocksAhead.get(feed))
  }

  function review(nodeId: string, proposal: Proposal, gate: RiskLimits): Review {
    const state = account.market(proposal.instrument)
    const domain = nodeOf(nodeId)?.domain ?? state.domain
    const barsSinceClose = lastClose === undefined ? Number.NaN : (domainRows[domain] ?? 0) - (lastClose.rows[domain] ?? 0)
    const effective = limitsWith(gate)
    const { review: outcome, refusedEntry } = reviewProposal(proposal, {
      market: state.market,
      portfolio,
      limits: effective,
      blocks: {
        killed: blocks.killed,
        paused: blocks.paused,
        ledgerMismatch: blocks.ledgerMismatch,
        endOfData: state.row >= rowsOf(state) - 3,
        stale: stalenessOf(state),
      },
      barsSinceClose,
      pending: orders.openCount() === 0 ? nothingPending : pendingEntries(orders.open(), account, proposal),
    })
    onReview?.(nodeId, effective, outcome)
    if (!outcome.ok) log.deny(nodeId, outcome.denial, proposal)
    if (refusedEntry !== undefined) log.deny(nodeId, refusedEntry, proposal)
    if (outcome.ok) log.approve(nodeId, outcome.order, state)
    return outcome
  }

  function perform(nodeId: string, effect: Effect): void {
    switch (effect.kind) {
      case 'submit':
        return desk.submit(nodeId, effect.order, effect.as)
      case 'log':
      case 'alert':
        return log.say(nodeId, effect)
      case 'prompt': {
        present.asks += 1
        const askId = `${nodeId}?${present.asks}`
        log.ask(nodeId, askId, effect.prompt)
        return onAsk({ askId, nodeId, time: present.time, prompt: effect.prompt })
      }
    }
  }

  return {
    portfolio,
    markets,
    curve,
    account,
    orders,
    clock,
    denials: log.denials,
    denialCounts: log.denialCounts,
    get trades() {
      return desk.trades()
    },
    fills: desk.fills,
    get tick() {
      return present.tick
    },
    get entries() {
      if (blocks.ledgerMismatch) return 'ledger-mismatch'
      if (blocks.killed) return 'killed'
      return blocks.paused ? 'paused' : 'allowed'
    },
    get eventTime() {
      return present.eventTime
    },
    instrumentOf: (feed): Instrument => {
      const binding = bindings.get(feed)
      if (binding === undefined) throw new RangeError(`the feed "${feed}" has no market in this run`)
      return binding.instrument
    },
    review,
    deny: log.deny,
    perform,
    produced: log.produce,
    attention: ({ market }) => barFills.attention(market.id),
    closeTick(tick, time, bars) {
      present.tick = tick
      present.time = time
      present.eventTime = venue === undefined ? time : Math.max(time, venue.clock.now())
      for (const bar of bars) closeBar(bar)
      curve.push(time, account.equity(), account.isInPosition())
    },
    skipRows({ time, close }, to) {
      const [state] = markets
      if (state === undefined || to <= state.row + 1) return
      if (state.row < 0) state.firstClose = close[0] ?? Number.NaN
      state.row = to - 1
      domainRows[state.domain] = to - 1
      state.close = close[to - 1] ?? Number.NaN
      state.closeTime = time[to - 1] ?? Number.NaN
      present.time = state.closeTime
      present.eventTime = state.closeTime
      present.tick = to - 1
    },
    setEventTime(time) {
      present.eventTime = Math.max(present.eventTime, time)
      present.seen = Math.max(present.seen, time)
    },
    see(time, feed, clockAhead) {
      clocksAhead.set(feed, clockAhead)
      present.seen = Number.isNaN(present.seen) ? time : Math.max(present.seen, time)
    },
    flush(values) {
      recorder.flush({ time: present.eventTime, tick: present.tick }, () => (plan.explained.length === 0 ? {} : values(plan.explained)))
    },
    pause(reason) {
      blocks.paused = true
      log.status('paused', { code: 'ENTRIES_PAUSED', reason })
      desk.cancelEntries('ENTRIES_PAUSED')
    },
    resume(reason) {
      blocks.paused = false
      log.status('running', { code: 'ENTRIES_RESUMED', reason })
    },
    kill(reason, { closePositions }) {
      blocks.killed = true
      log.status('paused', { code: closePositions ? 'KILL_SWITCH_CLOSE' : 'KILL_SWITCH', reason })
      desk.cancelEntries('KILL_SWITCH')
      if (!closePositions) return
      for (const { market } of markets) if (account.ledger.book(market.id).net !== 0) desk.close('@kill-switch', market.id, 'close', reason)
    },
    metrics: () =>
      metricsOf({
        initialCash: account.initialCash,
        equity: curve.values.subarray(0, curve.length),
        time: curve.time.subarray(0, curve.length),
        netProfits: desk.netProfits(),
        fees: account.ledger.accounts.fees,
        traded: money(account.traded()),
        barsInPosition: curve.ticksInPosition,
        closes: markets.map(({ firstClose, close }) => ({ first: firstClose, last: close })),
      }),
  }
}

function rowLengthOf(plan: Plan, nodeId: string, markets: readonly MarketState[]): number {
  const domain = plan.nodes.get(nodeId)?.domain
  return (markets.find((market) => market.domain === domain) ?? markets[0])?.intervalMs ?? 0
}
