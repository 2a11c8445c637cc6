import {
  type InstrumentId,
  moneyToNumber,
  moneyToText,
  type OrderInstruction,
  priceOf,
  quantityOf,
  type Lots,
  type Time,
} from '@strategraph/market-model'
import type { MarketIndex, Venue } from '@strategraph/market-sim'
import type { BrokerContext, EffectiveLimits } from '@strategraph/trading-engine'
import type { MarginAccount } from './broker/margin-account.ts'
import type { HeldLimits, SentOrder, Tape, TapeEvent, VenueTruth } from './tape.ts'

/** Writes down what the judge is to know, from the venue's side of the account. */
export interface TapeRecorder {
  readonly events: readonly TapeEvent[]
  /** Equity at the middle of each book; on the tape, too. */
  mark(): number
  onReview(limits: EffectiveLimits): void
  onMoment(barTime: Time): void
  /** The strategy has handed over an order, decided on data of this time. */
  onSubmit(instruction: OrderInstruction, dataTime: Time): void
  onSent(instruction: OrderInstruction): void
  onRefused(instruction: OrderInstruction, code: string): void
  onFill(instruction: OrderInstruction, fill: { readonly price: number; readonly quantity: number }): void
  onMode(market: MarketIndex, isAccepting: boolean): void
  /** Looks at what rests at the venue; writes where it has changed. */
  lookAtCover(): void
  finish(intervalMs: number): Tape
}

export interface TapeRecorderOptions {
  readonly venue: Venue
  readonly account: MarginAccount
  readonly mid: (market: MarketIndex) => number
  readonly context: BrokerContext
  readonly now: () => Time
  /** Lots of stops that were hit and are being traded. */
  readonly stopsAtWork: (market: MarketIndex) => number
}

export function createTapeRecorder({ venue, account, mid, context, now, stopsAtWork }: TapeRecorderOptions): TapeRecorder {
  const events: TapeEvent[] = []
  const decidedOn = new Map<string, Time>()
  /** Entries that declared a stop-loss. */
  const guarded = new Map<InstrumentId, string[]>()
  const cover = context.markets.map(() => ({ wanted: 0, resting: 0 }))
  const initialEquity = moneyToNumber(account.cash())
  let limits: EffectiveLimits | undefined

  const lastPrice = (market: MarketIndex) => {
    const scale = context.markets[market]?.scale
    return scale === undefined ? Number.NaN : priceOf(venue.lastPrice(market), scale)
  }
  const truth = (priceIn = lastPrice): VenueTruth => {
    const positions = context.markets.flatMap(({ id, scale }, index) => {
      const lots = account.position(index as MarketIndex)
      return lots === 0 ? [] : [{ instrument: id, quantity: quantityOf(lots as Lots, scale), price: priceIn(index as MarketIndex) }]
    })
    const value = positions.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
    return { equity: moneyToNumber(account.cash()) + value, positions }
  }

  const restingStops = (market: MarketIndex): number =>
    venue
      .openOrders(account.id)
      .filter((order) => order.market === market && order.kind.type === 'stop' && order.status === 'untriggered')
      .reduce((sum, { quantity, filled }) => sum + quantity - filled, 0)

  return {
    events,
    mark() {
      const { equity } = truth(mid)
      events.push({ type: 'mark', time: now(), equity })
      return equity
    },
    onReview(held) {
      limits = limits === undefined ? held : loosest(limits, held)
    },
    onMoment: (barTime) => void events.push({ type: 'moment', time: now(), barTime, truth: truth() }),
    onSubmit({ id, instrument, role, stopLoss }, dataTime) {
      decidedOn.set(id, dataTime)
      if (role === 'entry' && stopLoss !== undefined) guarded.set(instrument, [...(guarded.get(instrument) ?? []), id])
    },
    onSent: (instruction) =>
      void events.push({ type: 'sent', time: now(), order: sentOrder(instruction), dataTime: decidedOn.get(instruction.id) ?? 0 }),
    onRefused: (instruction, code) => void events.push({ type: 'refused', time: now(), order: sentOrder(instruction), code }),
    onFill: (instruction, fill) => void events.push({ type: 'fill', time: now(), order: sentOrder(instruction), ...fill, truth: truth() }),
    onMode(market, isAccepting) {
      const instrument = context.markets[market]?.id
      if (instrument !== undefined) events.push({ type: 'venue', time: now(), instrument, isAccepting })
    },
    lookAtCover() {
      for (const [index, { id, scale, minLots }] of context.markets.entries()) {
        const held = (guarded.get(id) ?? []).reduce(
          (sum, entry) => sum + context.account.lotsOpenedBy(id, entry as OrderInstruction['id']),
          0,
        )
        // Less than the venue takes cannot be protected.
        const wanted = held < minLots ? 0 : held
        const before = cover[index]
        if (before === undefined || (wanted === 0 && before.wanted === 0)) continue
        const market = index as MarketIndex
        const resting = wanted === 0 ? 0 : restingStops(market) + stopsAtWork(market)
        if (wanted === before.wanted && resting === before.resting) continue
        cover[index] = { wanted, resting }
        const quantity = (lots: number) => quantityOf(lots as Lots, scale)
        events.push({ type: 'cover', time: now(), instrument: id, wanted: quantity(wanted), resting: quantity(resting) })
      }
    },
    finish(intervalMs) {
      events.push({ type: 'end', time: now() })
      const positions = (lotsOf: (market: number, id: InstrumentId) => number) =>
        Object.fromEntries(
          context.markets.flatMap(({ id, scale }, index) => {
            const lots = lotsOf(index, id)
            return lots === 0 ? [] : [[id, quantityOf(lots as Lots, scale)]]
          }),
        )
      return {
        limits: heldLimits(limits, context.rules.allowShort),
        initialEquity,
        intervalMs,
        events,
        ledger: { cash: moneyToText(context.account.spotCash()), positions: positions((_, id) => context.account.net(id)) },
        venue: { cash: moneyToText(account.cash()), positions: positions((index) => account.position(index as MarketIndex)) },
      }
    },
  }
}

const sentOrder = ({ id, instrument, role, side, reduceOnly }: OrderInstruction): SentOrder => ({
  id,
  instrument,
  role,
  side,
  opens: role === 'entry' && !reduceOnly,
})

/** An order may have come through any of the gates. */
function loosest(a: EffectiveLimits, b: EffectiveLimits): EffectiveLimits {
  return {
    maxPositionFraction: Math.max(a.maxPositionFraction, b.maxPositionFraction),
    maxExposureFraction: Math.max(a.maxExposureFraction, b.maxExposureFraction),
    maxDrawdownFraction: Math.max(a.maxDrawdownFraction, b.maxDrawdownFraction),
    maxEntriesPerDay: Math.max(a.maxEntriesPerDay, b.maxEntriesPerDay),
    cooldownBars: Math.min(a.cooldownBars, b.cooldownBars),
    dailyLossFraction: Math.max(a.dailyLossFraction, b.dailyLossFraction),
  }
}

/** JSON has no infinity: what does not limit is left out. */
function heldLimits(limits: EffectiveLimits | undefined, allowShort: boolean): HeldLimits {
  const names = ['maxPositionFraction', 'maxExposureFraction', 'maxDrawdownFraction', 'dailyLossFraction', 'maxEntriesPerDay'] as const
  const held = names.flatMap((name) => {
    const limit = limits?.[name] ?? Number.POSITIVE_INFINITY
    return Number.isFinite(limit) ? [[name, limit] as const] : []
  })
  const cooldown = limits?.cooldownBars ?? 0
  return { ...Object.fromEntries(held), ...(cooldown > 0 ? { cooldownBars: cooldown } : {}), allowShort }
}
