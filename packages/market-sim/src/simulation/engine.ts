import type { Bar } from '@strategraph/market-model'
import { attentionStepMicros } from '../agents/attention.ts'
import type { Desk } from '../agents/desk.ts'
import { drawChance, drawExponential, drawPareto } from '../agents/draws.ts'
import { drawRumour } from '../agents/rumours.ts'
import type { TradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import { nextUniform, type RandomState } from '../random.ts'
import type { Micros, PassingTrade } from '../venue/venue-types.ts'
import type { CrewMember } from './crew.ts'
import { createCrowd } from './crowd.ts'
import type { Journalist } from './journalist.ts'
import type { MarketRecord } from './market-record.ts'
import type { Observers } from './observers.ts'
import type { ScenarioStage } from './scenario-stage.ts'
import type { Timetable } from './timetable.ts'

/** Makes time pass: whoever is due acts, one after the other. Knows no clock but the venue's. */
export interface Engine {
  readonly ticks: number
  advance(until: number, budget?: number): { readonly reached: boolean; readonly events: number }
  /** Gives everybody a first appointment, within their usual pause. */
  wakeEverybody(): void
  scheduleStage(): void
  onMinute(market: TradedMarket, bar: Bar): void
}

const minuteMicros = 60_000_000
const hourMicros = 60 * minuteMicros
const shortestPause = 1000
const longestPause = 24 * hourMicros
const firstWakeSeconds = 30
/** Where the venue takes nothing, agents look again after so long. */
const closedPause = 5_000_000
const longestReaction = 600_000_000

export function createEngine(options: {
  readonly world: World
  readonly crew: readonly CrewMember[]
  readonly records: readonly MarketRecord[]
  readonly journalist: Journalist
  readonly stage: ScenarioStage
  readonly timetable: Timetable
  readonly tapeRandom: RandomState
  readonly rumourRandom: RandomState
  readonly crowdRandom: RandomState
  readonly observers: Observers
  readonly ticks: number
}): Engine {
  const { world, crew, records, journalist, stage, timetable, tapeRandom, rumourRandom, crowdRandom, observers } = options
  const { venue, sight } = world
  let { ticks } = options
  const attentionSlot = crew.length
  const minuteSlot = crew.length + 1
  const stageSlot = crew.length + 2
  const rumourSlot = crew.length + 3
  const crowdSlot = crew.length + 4

  const deskOf: (Desk | undefined)[] = []
  const isLiquidity: (boolean | undefined)[] = []
  for (const { actor, plan } of crew) {
    deskOf[actor.desk.account] = actor.desk
    isLiquidity[actor.desk.account] = plan.persona.providesLiquidity
  }
  const watchersOf = (what: 'best-prices' | 'trades') =>
    records.map(({ market }) =>
      crew.filter(({ plan }) => plan.persona.watches === what && (plan.persona.isEverywhere || plan.market === market)),
    )
  const priceWatchers = watchersOf('best-prices').map((watchers) => ({
    slots: Int32Array.from(watchers, ({ plan }) => plan.id),
    latencies: Float64Array.from(watchers, ({ actor }) => actor.desk.latencyMicros),
  }))
  const tradeWatchers = watchersOf('trades')
  const listeners = records.map(({ market }) => crew.filter(({ actor, plan }) => actor.rumourReach > 0 && plan.market === market))

  const crowds = records.map(({ market }) =>
    createCrowd(
      crew.filter(({ plan }) => plan.market === market),
      crowdRandom,
    ),
  )

  /** Somebody who watches the tape may want to do the same: the branching of a Hawkes process, one offspring at most for each order. */
  const excite = (market: number, sign: number) => {
    const watchers = tradeWatchers[market] ?? []
    const member = watchers[Math.floor(nextUniform(tapeRandom) * watchers.length)]
    if (member === undefined || !drawChance(tapeRandom, member.actor.excitement)) return
    const { desk } = member.actor
    desk.cue = sign
    // Some react at once, some hear of it much later: a power law.
    timetable.advanceTo(desk.id, Math.round(venue.now + Math.min(longestReaction, desk.latencyMicros * drawPareto(tapeRandom, 7))))
  }
  const lookAtBest = (record: MarketRecord) => {
    const { index } = record.market
    const bid = venue.bestBid(index)
    const ask = venue.bestAsk(index)
    if (bid === record.bid && ask === record.ask) return
    record.bid = bid
    record.ask = ask
    const watchers = priceWatchers[index]
    if (watchers !== undefined) timetable.advanceAll(watchers.slots, venue.now, watchers.latencies)
  }
  const onPassingTrade = (trade: PassingTrade) => {
    const record = records[trade.market]
    if (record === undefined) return
    const { time, market, price, quantity } = trade
    const sign = trade.takerSide === 'buy' ? 1 : -1
    record.candles.addTrade(time, price, quantity)
    record.tape.push(trade)
    sight.onTrade(market)
    // Makers answer prices: their orders say nothing about what anybody wants, and nobody imitates them.
    const isMaker = isLiquidity[trade.takerAccount] === true
    if (!isMaker) world.flows[market]?.onFill({ order: trade.takerOrder, sign, lots: quantity })
    deskOf[trade.makerAccount]?.onFill({ orderId: trade.makerOrder, isTaker: false, market, price, lots: quantity, sign: -sign })
    deskOf[trade.takerAccount]?.onFill({ orderId: trade.takerOrder, isTaker: true, market, price, lots: quantity, sign })
    journalist.onTrade(trade)
    if (sight.isFrozen(market)) return
    if (observers.wantTrades()) for (const whole of record.tape.newest(1)) observers.onTrade(whole)
    if (trade.takerOrder !== record.lastTaker && !isMaker) excite(market, sign)
    record.lastTaker = trade.takerOrder
    lookAtBest(record)
  }
  venue.observe({ onPassingTrade })

  const isClosed = (market: TradedMarket) => {
    const mode = venue.mode(market.index)
    return mode === 'maintenance' || mode === 'cancel_only'
  }
  const act = ({ actor, plan }: CrewMember) => {
    const pause = isClosed(plan.market) ? closedPause : Math.round(1_000_000 * actor.act())
    timetable.set(plan.id, pause === Number.POSITIVE_INFINITY ? pause : venue.now + Math.min(longestPause, Math.max(shortestPause, pause)))
  }
  const closeMinute = (time: number) => {
    for (const { candles } of records) candles.closeUntil(time)
    if (time % hourMicros === 0) journalist.onHour()
    timetable.set(minuteSlot, time + minuteMicros)
  }
  const tell = (market: number, change: number) => {
    for (const { actor } of listeners[market] ?? []) {
      if (!drawChance(rumourRandom, actor.rumourReach)) continue
      actor.desk.tellTip(change)
      timetable.advanceTo(actor.desk.id, Math.round(venue.now + actor.desk.latencyMicros * (0.5 + drawExponential(rumourRandom))))
    }
  }
  const spreadRumour = (time: number) => {
    const { asset, change, seconds } = drawRumour(world, rumourRandom)
    for (const market of world.assets[asset]?.baseOf ?? []) tell(market, change)
    for (const market of world.assets[asset]?.quoteOf ?? []) tell(market, 1 / (1 + change) - 1)
    timetable.set(rumourSlot, Math.round(time + 1_000_000 * seconds))
  }
  const scheduleCrowd = (market: number) => {
    const pause = crowds[market]?.pauseSeconds(world.attention.activity(market)) ?? Number.POSITIVE_INFINITY
    timetable.set(crowdSlot + market, Math.round(venue.now + 1_000_000 * pause))
  }
  const crowdActs = (market: number) => {
    const member = crowds[market]?.choose()
    if (member !== undefined && !isClosed(member.plan.market)) act(member)
    scheduleCrowd(market)
  }
  const scheduleStage = () => timetable.set(stageSlot, stage.dueAt())
  const run = (slot: number, time: number) => {
    const member = crew[slot]
    if (member !== undefined) return act(member)
    if (slot === minuteSlot) return closeMinute(time)
    if (slot === stageSlot) {
      stage.act()
      return scheduleStage()
    }
    if (slot === rumourSlot) return spreadRumour(time)
    if (slot >= crowdSlot) return crowdActs(slot - crowdSlot)
    world.attention.step(time)
    for (let market = 0; market < crowds.length; market += 1) scheduleCrowd(market)
    timetable.set(attentionSlot, time + attentionStepMicros)
  }

  return {
    get ticks() {
      return ticks
    },
    scheduleStage,
    wakeEverybody: () => {
      for (const { actor, plan } of crew) {
        timetable.set(plan.id, Math.round(venue.now + firstWakeSeconds * 1_000_000 * nextUniform(actor.desk.random)))
      }
      // Makers first: the others have nothing to trade with before.
      for (const { plan } of crew) if (plan.persona.providesLiquidity) timetable.set(plan.id, venue.now)
      timetable.set(attentionSlot, venue.now)
      timetable.set(rumourSlot, venue.now)
      timetable.set(minuteSlot, (Math.floor(venue.now / minuteMicros) + 1) * minuteMicros)
    },
    onMinute: (market, bar) => {
      const record = records[market.index]
      if (record !== undefined) journalist.onMinute(record)
      if (!sight.isFrozen(market.index)) observers.onBar(market.index, bar)
    },
    advance: (until, budget = Number.POSITIVE_INFINITY) => {
      let events = 0
      for (; events < budget; events += 1) {
        const time = timetable.firstTime()
        if (time > until) break
        if (time > venue.now) venue.advance(time as Micros)
        ticks += 1
        run(timetable.first(), time)
      }
      const reached = timetable.firstTime() > until
      if (reached && until > venue.now) venue.advance(until as Micros)
      return { reached, events }
    },
  }
}
