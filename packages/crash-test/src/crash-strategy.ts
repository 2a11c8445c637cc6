import { instrumentScale, type OrderInstruction, priceOf, quantityOf, type Time } from '@strategraph/market-model'
import { type BrokerContext, createTradingSession, type PromptAsk, type TradingSession } from '@strategraph/trading-engine'
import { type BarMakers, createBarMakers } from './bar-makers.ts'
import { openMarginAccount } from './broker/margin-account.ts'
import { createVenueBroker, type VenueBroker } from './broker/venue-broker.ts'
import type { CrashMarket } from './crash-market.ts'
import type { CrashSetup } from './crash-setup.ts'
import type { CrashFill } from './result.ts'
import { recklessStandIn } from './stand-in.ts'
import { createTapeRecorder, type TapeRecorder } from './tape-recorder.ts'

/** A model takes so long to answer. */
const answerMs = 5000

export interface CrashStrategy {
  readonly session: TradingSession
  readonly makers: BarMakers
  /** Market time as the strategy's side sees it. */
  readonly clock: { ms: Time }
  readonly fills: readonly CrashFill[]
  readonly broker: VenueBroker
  readonly tape: TapeRecorder
  firstEntryFill(): Time | undefined
  nextAnswer(): Time
  /** Answers what is due. */
  answer(until: Time): void
  askedModels(): boolean
}

/** The strategy with its account, its broker and everybody who writes down what it does. */
export function openStrategy({ plan, seed, feeds, history, simulation }: CrashSetup, market: CrashMarket): CrashStrategy {
  const { venue, commands } = market
  const { account: settings } = plan.document.settings
  const clock = { ms: 0 }
  const fills: CrashFill[] = []
  const asks: { readonly ask: PromptAsk; readonly due: Time }[] = []
  const model = recklessStandIn(seed)
  let asked = false
  let firstEntryFill: Time | undefined
  let made: { broker: VenueBroker; tape: TapeRecorder } | undefined
  const account = openMarginAccount({
    venue,
    commands,
    initialCash: settings.initialCash,
    feeTier: { makerPpm: ppm(settings.makerFee), takerPpm: ppm(settings.takerFee) },
    priceOf: (index) => simulation.instruments[index]?.startPrice ?? 1,
  })
  const newest = (instrument: OrderInstruction['instrument']): Time =>
    Math.max(0, ...feeds.flatMap(({ feed, binding }) => (binding.instrument.id === instrument ? [session.lastBarTime.get(feed) ?? 0] : [])))
  const connect = (context: BrokerContext) => {
    // The run lists its markets by feed, the venue by symbol: orders go by the venue's list.
    const ordered = venue.instruments.flatMap(({ id }) => context.markets.filter((known) => known.id === id))
    const places: BrokerContext = { ...context, markets: ordered }
    const tape = createTapeRecorder({
      venue,
      account,
      mid: (index) => market.mid(index),
      context: places,
      now: () => clock.ms,
      stopsAtWork: (index) => broker.stopsAtWork(index),
    })
    const broker = createVenueBroker({
      venue,
      commands,
      account: account.id,
      context: places,
      now: () => clock.ms,
      onSent: (instruction) => tape.onSent(instruction),
      onRefused: (instruction, code) => tape.onRefused(instruction, code),
      onFill(instruction, fill) {
        const spec = venue.instruments.find(({ id }) => id === instruction.instrument)
        if (spec === undefined) return
        const scale = instrumentScale(spec)
        const numbers = { price: priceOf(fill.price, scale), quantity: quantityOf(fill.quantity, scale) }
        tape.onFill(instruction, numbers)
        const { role, side } = instruction
        fills.push({ time: fill.time, symbol: spec.symbol, side, role, ...numbers })
        if (role === 'entry') firstEntryFill ??= clock.ms
      },
    })
    made = { broker, tape }
    return {
      onEvent: (listener: Parameters<VenueBroker['onEvent']>[0]) => broker.onEvent(listener),
      cancel: (id: OrderInstruction['id'], reason: string) => broker.cancel(id, reason),
      submit(instruction: OrderInstruction) {
        tape.onSubmit(instruction, newest(instruction.instrument))
        broker.submit(instruction)
      },
    }
  }
  const session = createTradingSession(
    plan,
    new Map(feeds.map(({ feed, binding }) => [feed, binding])),
    { endOfData: 'keep' },
    {
      backEnd: 'wasm',
      mode: 'dry-run',
      runId: 'crash-test',
      startedAt: history.moments[0]?.[0]?.bar.time ?? history.end,
      venue: { clock: { now: () => clock.ms }, createBroker: connect },
      onReview: (_, limits) => made?.tape.onReview(limits),
      onAsk(ask) {
        asked = true
        asks.push({ ask, due: clock.ms + answerMs })
      },
    },
  )
  if (made === undefined) throw new RangeError('the session made no broker')
  const { broker, tape } = made
  const makers = createBarMakers(feeds, history)
  venue.observe({
    onTrade(trade) {
      // The history goes on until the strategy decides; what trades before only settles the market.
      if (clock.ms >= history.end) makers.onTrade(trade)
    },
    onMode: (index, mode) => tape.onMode(index, mode === 'online'),
  })
  return {
    session,
    broker,
    tape,
    makers,
    clock,
    fills,
    firstEntryFill: () => firstEntryFill,
    nextAnswer: () => asks[0]?.due ?? Number.POSITIVE_INFINITY,
    answer(until) {
      for (let next = asks[0]; next !== undefined && next.due <= until; next = asks[0]) {
        asks.shift()
        const { nodeId, askId, prompt } = next.ask
        session.onAnswer({ nodeId, askId, time: clock.ms, answer: model.answer(prompt, askId) })
      }
    },
    askedModels: () => asked,
  }
}

const ppm = (fee: number): number => Math.round(fee * 1_000_000)
