import type { Lots, Side, Ticks } from '@strategraph/market-model'
import type { RandomState } from '../random.ts'
import type { PersonaId } from '../simulation/simulation-types.ts'
import type { AccountId, EndReason, Micros, VenueOrderId, VenueOrderKind } from '../venue/venue-types.ts'
import { AgentMemory, type AgentMemorySnapshot } from './agent-memory.ts'
import type { DecisionAction, DecisionMind, DecisionOutcome, ReasonNumbers } from './decision-ring.ts'
import { orderPlaces, OwnOrders } from './own-orders.ts'
import type { TradedMarket } from './traded-market.ts'
import type { World } from './world.ts'

export interface DeskOptions {
  readonly id: number
  readonly name: string
  readonly persona: PersonaId
  readonly account: AccountId
  readonly market: TradedMarket
  readonly world: World
  readonly random: RandomState
  /** From seeing something to acting on it. */
  readonly latencyMicros: number
  /** After that long a decision is judged. */
  readonly horizonMicros: number
  /** Base lots that it was given. */
  readonly capitalLots: number
  readonly saved?: DeskSnapshot | undefined
}

export interface DeskSnapshot {
  readonly random: RandomState
  readonly orders: readonly number[]
  readonly memory: AgentMemorySnapshot
  readonly trades: number
  readonly tips: number
  readonly position: number
  readonly cue: number
  readonly decision: number
  readonly newsRead: number
  readonly mind: DecisionMind
}

export interface DecisionWords {
  readonly action: DecisionAction
  readonly market?: TradedMarket
  /** Lots and ticks. */
  readonly quantity: number
  readonly price: number
  /** Place in the persona's list of reasons, -1 with a `text`. */
  readonly reason: number
  readonly numbers: ReasonNumbers
  readonly text?: string
}

export interface RestingOrder {
  /** 1 buys, -1 sells. */
  readonly sign: number
  readonly lots: number
  readonly price: number
  /** Refused instead of taking. */
  readonly postOnly: boolean
  /** Ends by itself after so long; default: never. */
  readonly seconds?: number
}

/** Sign 1: it bought. */
export interface DeskFill {
  readonly orderId: number
  readonly isTaker: boolean
  readonly market: number
  readonly price: number
  readonly lots: number
  readonly sign: number
}

const noFill = 0

/** Where one agent works: what it sees, its account, its open orders, its memory. Everything it does goes through here and leaves a trace. */
export class Desk {
  readonly id: number
  readonly name: string
  readonly persona: PersonaId
  readonly account: AccountId
  /** The market that it is at home in. */
  readonly market: TradedMarket
  readonly world: World
  readonly random: RandomState
  readonly latencyMicros: number
  readonly memory: AgentMemory
  readonly orders: OwnOrders
  trades: number
  /** Product of what it was told in confidence and has not taken in yet. */
  private tips: number
  /** Lots of the home market bought less sold since the start. */
  position: number
  /** Sign of the trade that made it look up; 0 = its own clock. */
  cue: number
  /** Base lots that it was given. */
  readonly capitalLots: number
  mind: DecisionMind
  private newsRead: number
  private readonly midOf = (market: number) => this.world.sight.mid(market)
  /** Number in the memory of the decision that orders now belong to. */
  private decision: number
  private isSubmitting = false
  private hasEnded = false
  private takenLots = noFill

  constructor(options: DeskOptions) {
    const { saved } = options
    this.id = options.id
    this.name = options.name
    this.persona = options.persona
    this.account = options.account
    this.market = options.market
    this.world = options.world
    this.random = saved === undefined ? options.random : { ...saved.random }
    this.latencyMicros = options.latencyMicros
    this.memory = new AgentMemory(options.horizonMicros, saved?.memory)
    this.orders = new OwnOrders(saved?.orders)
    this.trades = saved?.trades ?? 0
    this.tips = saved?.tips ?? 1
    this.position = saved?.position ?? 0
    this.cue = saved?.cue ?? 0
    this.decision = saved?.decision ?? 0
    this.capitalLots = options.capitalLots
    this.newsRead = saved?.newsRead ?? options.world.wires[options.market.index]?.count ?? 0
    this.mind = saved?.mind ?? 'rule'
  }

  get now(): Micros {
    return this.world.venue.now
  }

  // What it sees, in ticks of its home market.
  bid(): number {
    return this.world.sight.bid(this.market.index)
  }
  ask(): number {
    return this.world.sight.ask(this.market.index)
  }
  mid(): number {
    return this.world.sight.mid(this.market.index)
  }
  activity(): number {
    return this.world.attention.activity(this.market.index)
  }
  /** What a discovery of now weighs, as a standard deviation of the price (fraction). */
  weight(): number {
    return this.market.minuteVolatility * this.world.attention.weight(this.market.index)
  }
  /** Judges its decisions that are old enough. */
  review(): void {
    this.memory.review(this.now, this.midOf)
  }
  /** From -1 (sold all it had) to 1 (has bought as much as it was given), and beyond. */
  imbalance(): number {
    return this.position / this.capitalLots
  }
  isChoppy(): boolean {
    return this.world.circumstances.isChoppy(this.market.index, this.now)
  }
  /** Somebody tells it in confidence what is worth this fraction of the price. */
  tellTip(change: number): void {
    this.tips *= 1 + change
  }
  /** Factor of all that it was told since it last asked. */
  takeTips(): number {
    const { tips } = this
    this.tips = 1
    return tips
  }
  /** Factor by which the public news that it has not heard yet, and that are out since `delaySeconds`, move its valuation. */
  hearNews(reader: { readonly delaySeconds: number; readonly belief: number; readonly beliefInPriced: number }): number {
    const wire = this.world.wires[this.market.index]
    if (wire === undefined || wire.count === this.newsRead) return 1
    const { upTo, factor } = wire.read({
      ...reader,
      from: this.newsRead,
      until: this.now - reader.delaySeconds * 1_000_000,
    })
    this.newsRead = upTo
    return factor
  }

  /** Lots it can sell. */
  sellable(market = this.market): number {
    return this.world.venue.freeBase(this.account, market.index)
  }
  /** Lots it can buy at this price, fee included. */
  buyable(price: number, market = this.market): number {
    return this.world.venue.affordable(this.account, market.index, price as Ticks)
  }
  /** As many of these lots as funds and minimums allow; 0 where that is nothing. */
  fit(sign: number, lots: number, price: number, market = this.market): number {
    const wanted = Math.floor(lots)
    const isWhole = this.world.venue.affords(this.account, market.index, sideOf(sign), price as Ticks, wanted as Lots)
    const most = isWhole ? wanted : sign > 0 ? this.buyable(price, market) : this.sellable(market)
    const fitting = Math.min(wanted, most)
    return fitting < market.smallestLots || fitting * price < market.smallestNotional ? 0 : fitting
  }

  /** Says what it does and why; the orders that follow belong to it. */
  decide(words: DecisionWords): void {
    const { log } = this.world
    const { action, market = this.market, quantity, price, reason, numbers, text } = words
    const record = { time: this.now, agent: this.id, market: market.index, action, quantity, price, mind: this.mind, reason, numbers, text }
    const seq = log.add(record)
    this.decision = this.memory.remember(record, seq)
    this.world.onDecision(seq)
  }

  /** Takes what is there up to a price; the rest is canceled. Returns the lots it got. */
  take(sign: number, lots: number, limit: number, market = this.market): number {
    return this.submit({ sign, lots, kind: { type: 'limit', price: limit as Ticks }, market }).taken
  }
  takeAtMarket(sign: number, lots: number, market = this.market): number {
    return this.submit({ sign, lots, kind: { type: 'market' }, market }).taken
  }

  /** Leaves an order in the book at one of its places (replacing what is there); false where the venue refused. */
  rest(place: number, { sign, postOnly, seconds, ...wanted }: RestingOrder): boolean {
    this.cancel(place)
    const price = this.restPrice(sign, wanted.price)
    const lots = this.restLots(wanted.lots, price)
    const kind: VenueOrderKind = { type: 'limit', price: price as Ticks, postOnly }
    const expiresAt = seconds === undefined ? undefined : Math.round(this.now + seconds * 1_000_000)
    const { id, taken } = this.submit({ sign, lots, kind, market: this.market, rests: true, expiresAt })
    if (id === 0 || taken >= lots) return id !== 0
    if (!this.hasEnded) this.orders.put(place, { id, sign, price, total: lots, left: lots - taken, decision: this.decision })
    return true
  }

  /** Moves an open order; false where the venue refused, which leaves it as it was. */
  amend(place: number, { postOnly, ...wanted }: Pick<RestingOrder, 'price' | 'lots' | 'postOnly'>): boolean {
    const { orders, account } = this
    const price = this.restPrice(orders.sign(place), wanted.price)
    const lots = this.restLots(wanted.lots, price)
    if (orders.price(place) === price && orders.left(place) === lots) return true
    const orderId = orders.id(place) as VenueOrderId
    const left = orders.left(place)
    const quantity = (orders.filled(place) + lots) as Lots
    // Known before the venue answers: fills during the command count against the new size.
    const old = { price: orders.price(place), decision: orders.decision(place) }
    orders.change(place, price, lots, this.decision)
    const result = this.world.venue.amend({ account, orderId, quantity, price: price as Ticks, postOnly })
    if (!result.ok && orders.id(place) === orderId) orders.change(place, old.price, left, old.decision)
    return result.ok
  }

  cancel(place: number): void {
    if (!this.orders.isOpen(place)) return
    this.world.venue.cancel(this.account, this.orders.id(place) as VenueOrderId)
    this.orders.drop(place)
  }
  cancelAll(): void {
    for (let place = 0; place < orderPlaces; place += 1) this.cancel(place)
  }

  /** The venue says that one of its resting orders, or the one it is sending, traded. */
  onFill({ orderId, isTaker, market, price, lots, sign }: DeskFill): void {
    this.trades += 1
    if (market === this.market.index) this.position += sign * lots
    if (isTaker && this.isSubmitting) {
      this.takenLots += lots
      this.memory.addFill(this.decision, sign, price, lots)
      return
    }
    const place = this.orders.find(orderId)
    if (place === -1) return
    const number = this.orders.decision(place)
    this.memory.addFill(number, sign, price, lots)
    this.orders.fill(place, lots)
    if (!this.orders.isOpen(place)) this.setOutcome('filled', number)
  }

  onEnd(orderId: number, reason: EndReason): void {
    if (this.isSubmitting) this.hasEnded = true
    const place = this.orders.find(orderId)
    if (place === -1) return
    if (reason !== 'USER' && this.orders.filled(place) === 0) this.setOutcome('canceled', this.orders.decision(place))
    this.orders.drop(place)
  }

  setOutcome(outcome: DecisionOutcome, number = this.decision): void {
    this.memory.setOutcome(number, outcome)
    this.world.log.setOutcome(this.memory.seqOf(number), outcome)
  }

  snapshot(): DeskSnapshot {
    return {
      random: { ...this.random },
      orders: this.orders.snapshot(),
      memory: this.memory.snapshot(),
      trades: this.trades,
      tips: this.tips,
      position: this.position,
      cue: this.cue,
      decision: this.decision,
      newsRead: this.newsRead,
      mind: this.mind,
    }
  }

  /** Where spreads are blown out, nobody dares to stand near the middle. */
  private restPrice(sign: number, price: number): number {
    const distance = this.world.circumstances.distance(this.market.index, this.now)
    const mid = distance === 0 ? 0 : this.mid()
    if (mid === 0) return price
    return sign > 0 ? Math.max(1, Math.min(price, Math.floor(mid * (1 - distance)))) : Math.max(price, Math.ceil(mid * (1 + distance)))
  }

  /** In a drought everybody leaves less, but never less than the venue takes. */
  private restLots(lots: number, price: number): number {
    const thinness = this.world.circumstances.thinness(this.market.index, this.now)
    if (thinness === 0) return lots
    const { smallestLots, smallestNotional } = this.market
    return Math.min(lots, Math.max(Math.floor(lots * (1 - thinness)), smallestLots, Math.ceil(smallestNotional / price)))
  }

  private submit(order: {
    sign: number
    lots: number
    kind: VenueOrderKind
    market: TradedMarket
    rests?: boolean
    expiresAt?: number | undefined
  }): { readonly id: number; readonly taken: number } {
    const { sign, lots, kind, market, rests = false, expiresAt } = order
    const side = sideOf(sign)
    this.isSubmitting = true
    this.hasEnded = false
    this.takenLots = noFill
    const { account } = this
    const quantity = lots as Lots
    // Two plain literals: a spread is a copy of its own for every order.
    const result = this.world.venue.submit(
      expiresAt === undefined
        ? { account, market: market.index, side, kind, quantity, timeInForce: rests ? 'gtc' : 'ioc' }
        : { account, market: market.index, side, kind, quantity, timeInForce: 'gtd', expiresAt: expiresAt as Micros },
    )
    this.isSubmitting = false
    const taken = this.takenLots
    if (!result.ok) this.setOutcome('rejected')
    else if (rests && taken < lots) this.setOutcome('accepted')
    else this.setOutcome(taken > 0 ? 'filled' : 'canceled')
    return { id: result.ok ? result.orderId : 0, taken }
  }
}

function sideOf(sign: number): Side {
  return sign > 0 ? 'buy' : 'sell'
}
