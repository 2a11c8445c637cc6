import { filledLots, isTerminal, lotsForCash, rateOf, type VenueRules } from '@strategraph/trading-engine'
import { at, limit, stop, type testDesk, units } from '@strategraph/trading-engine/testing'
import type { Broker, OrderId, OrderInstruction, Ticks } from '@strategraph/market-model'
import { seededRandom } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'

export interface BrokerHarness {
  readonly desk: ReturnType<typeof testDesk<Broker>>
  /** The market trades at this price, as much as anybody wants, within a tick; what is decided before can fill there. */
  moveTo(price: number): void
}

export interface HarnessOptions {
  readonly rules?: Partial<VenueRules>
  readonly cash?: string
}

/** What every broker must do, however it fills: tick 1, lot 1, and prices within a tick of the market's. */
export function brokerContract(name: string, open: (options?: HarnessOptions) => BrokerHarness): void {
  const at100 = (options?: HarnessOptions) => {
    const harness = open(options)
    harness.moveTo(100)
    return harness
  }
  const last = ({ desk }: BrokerHarness, id: OrderId) => desk.state(id)?.status

  describe(`${name}: orders`, () => {
    it('a market order is accepted, then filled whole, as a taker', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'buy', quantity: units(7) })
      harness.moveTo(100)
      expect(harness.desk.fills()).toMatchObject([{ orderId: id, side: 'buy', quantity: 7, liquidity: 'taker' }])
      expect(harness.desk.events.flatMap((event) => (event.type === 'order' ? [event.state.status] : []))).toEqual(['accepted', 'filled'])
      expect(harness.desk.net()).toBe(7)
    })

    it('a limit rests until the market comes to it and never fills worse, as a maker', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'buy', quantity: units(3), kind: limit(95) })
      harness.moveTo(100)
      harness.moveTo(96)
      expect(last(harness, id)).toBe('accepted')
      harness.moveTo(95)
      harness.moveTo(94)
      expect(last(harness, id)).toBe('filled')
      for (const { price, liquidity } of harness.desk.fills()) {
        expect(price).toBeLessThanOrEqual(95)
        expect(liquidity).toBe('maker')
      }
    })

    it('a stop fills when the market has come to its trigger, not before, at the trigger or worse', () => {
      const harness = at100()
      harness.desk.submit({ side: 'buy', quantity: units(3) })
      harness.moveTo(100)
      const id = harness.desk.submit({ side: 'sell', quantity: units(3), kind: stop(90) })
      harness.moveTo(91)
      expect(last(harness, id)).toBe('accepted')
      harness.moveTo(88)
      harness.moveTo(88)
      expect(last(harness, id)).toBe('filled')
      expect(harness.desk.fills().at(-1)?.price).toBeLessThanOrEqual(90)
      expect(harness.desk.net()).toBe(0)
    })

    it('a limit that would take at once is refused if it is post-only', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'buy', kind: limit(110, true) })
      harness.moveTo(100)
      expect(harness.desk.state(id)).toMatchObject({ status: 'rejected', code: 'POST_ONLY_WOULD_TAKE' })
    })

    it('an immediate limit that finds nothing is canceled', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'buy', kind: limit(50), timeInForce: 'ioc' })
      harness.moveTo(100)
      expect(last(harness, id)).toBe('canceled')
      harness.moveTo(40)
      expect(harness.desk.fills()).toEqual([])
    })

    it('a canceled order says why and never fills', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'buy', kind: limit(95) })
      harness.moveTo(100)
      harness.desk.broker.cancel(id, 'KILL_SWITCH')
      harness.moveTo(100)
      expect(harness.desk.state(id)).toEqual({ status: 'canceled', reason: 'KILL_SWITCH', filled: 0 })
      harness.moveTo(80)
      expect(harness.desk.fills()).toEqual([])
    })

    it('fees are those of the account, maker and taker', () => {
      const harness = at100({ rules: { takerFee: rateOf(0.002), makerFee: rateOf(0.001) } })
      harness.desk.submit({ side: 'buy', quantity: units(10) })
      harness.moveTo(100)
      harness.desk.submit({ side: 'buy', quantity: units(10), kind: limit(90) })
      harness.moveTo(100)
      harness.moveTo(89)
      const paid = harness.desk.fills().map(({ price, quantity, fee, liquidity }) => [liquidity, Number(fee) / 1e18 / (price * quantity)])
      expect(paid).toEqual([
        ['taker', 0.002],
        ['maker', 0.001],
      ])
    })
  })

  describe(`${name}: what the account allows`, () => {
    it('nothing is sold short where it may not', () => {
      const harness = at100({ rules: { allowShort: false } })
      const id = harness.desk.submit({ side: 'sell' })
      harness.moveTo(100)
      expect(harness.desk.state(id)).toMatchObject({ status: 'rejected', code: 'SHORT_NOT_ALLOWED' })
    })

    it.each(['buy', 'sell'] as const)('a %s for more than the cash is refused whole', (side) => {
      const harness = at100({ cash: '1000' })
      const id = harness.desk.submit({ side, quantity: units(11) })
      harness.moveTo(100)
      expect(harness.desk.state(id)).toMatchObject({ status: 'rejected', code: 'INSUFFICIENT_FUNDS' })
      expect(harness.desk.net()).toBe(0)
    })

    it('a share of the cash becomes as many lots as it pays for, fee included', () => {
      const takerFee = rateOf(0.01)
      const harness = at100({ cash: '1000', rules: { takerFee } })
      const quantity = { kind: 'cash-at-fill', fraction: 0.5, lotStep: 1 } as const
      harness.desk.submit({ side: 'buy', quantity: quantity as OrderInstruction['quantity'] })
      harness.moveTo(100)
      const [fill] = harness.desk.fills()
      const price = (fill?.price ?? 0) as Ticks
      const expected = lotsForCash(
        { fraction: 0.5, lotStep: 1, cash: (1000n * 10n ** 18n) as never, price, fee: takerFee },
        harness.desk.market,
      )
      expect(fill?.quantity).toBe(expected)
      expect(expected).toBe(4)
    })

    it('an order that may only reduce stops at flat', () => {
      const harness = at100()
      harness.desk.submit({ side: 'buy', quantity: units(3) })
      harness.moveTo(100)
      harness.desk.submit({ side: 'sell', quantity: units(5), reduceOnly: true })
      harness.moveTo(100)
      expect(harness.desk.net()).toBe(0)
    })

    it('closing nothing is canceled', () => {
      const harness = at100()
      const id = harness.desk.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
      harness.moveTo(100)
      expect(harness.desk.state(id)).toMatchObject({ status: 'canceled', reason: 'NOTHING_TO_CLOSE' })
    })
  })

  describe(`${name}: brackets`, () => {
    const entered = (side: 'buy' | 'sell' = 'buy') => {
      const harness = at100()
      const sign = side === 'buy' ? 1 : -1
      harness.desk.submit({ side, quantity: units(10), stopLoss: at(100 - 10 * sign), takeProfit: at(100 + 20 * sign) })
      harness.moveTo(100)
      harness.moveTo(100)
      const legs = harness.desk.events.flatMap((event) =>
        event.type === 'order' && event.state.status === 'accepted' && harness.desk.parentOf(event.orderId) !== undefined
          ? [event.orderId]
          : [],
      )
      return { harness, legs, sign }
    }
    const states = ({ desk }: BrokerHarness, ids: readonly OrderId[]) => ids.map((id) => desk.state(id)?.status)

    it.each(['buy', 'sell'] as const)('the stop-loss of a %s closes it and takes the target away', (side) => {
      const { harness, legs, sign } = entered(side)
      expect(legs).toHaveLength(2)
      harness.moveTo(100 - 12 * sign)
      harness.moveTo(100 - 12 * sign)
      expect(harness.desk.net()).toBe(0)
      expect(states(harness, legs)).toEqual(['filled', 'canceled'])
    })

    it.each(['buy', 'sell'] as const)('the target of a %s closes it and takes the stop-loss away: nothing fills later', (side) => {
      const { harness, legs, sign } = entered(side)
      harness.moveTo(100 + 22 * sign)
      harness.moveTo(100 + 22 * sign)
      expect(harness.desk.net()).toBe(0)
      expect(states(harness, legs)).toEqual(['canceled', 'filled'])
      harness.moveTo(100 - 30 * sign)
      expect(harness.desk.net()).toBe(0)
      expect(harness.desk.fills()).toHaveLength(2)
    })

    it('what is closed in between is no longer protected, the rest is', () => {
      const { harness, legs } = entered()
      harness.desk.submit({ side: 'sell', quantity: units(4) })
      harness.moveTo(100)
      harness.moveTo(88)
      harness.moveTo(88)
      expect(harness.desk.net()).toBe(0)
      expect(harness.desk.fills().map(({ quantity }) => quantity)).toEqual([10, 4, 6])
      expect(states(harness, legs)).toEqual(['filled', 'canceled'])
    })

    it('each entry has its own legs, and a close ends all of them', () => {
      const { harness, legs } = entered()
      harness.desk.submit({ side: 'buy', quantity: units(5), stopLoss: at(80) })
      harness.moveTo(100)
      harness.moveTo(89)
      harness.moveTo(89)
      expect(harness.desk.net()).toBe(5)
      harness.desk.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
      harness.moveTo(89)
      harness.moveTo(70)
      expect(harness.desk.net()).toBe(0)
      expect(states(harness, legs)).toEqual(['filled', 'canceled'])
      expect(harness.desk.fills()).toHaveLength(4)
    })
  })

  describe(`${name}: over random markets`, () => {
    it('no order fills more than it asked for, ends twice or fills after its end; the legs never turn a position round', () => {
      for (let seed = 1; seed <= 60; seed++) {
        const random = seededRandom(seed)
        const pick = (from: number, to: number) => from + Math.floor(random() * (to - from + 1))
        const harness = at100({ rules: { allowShort: false } })
        const asked = new Map<OrderId, number>()
        let price = 100
        for (let step = 0; step < 25; step++) {
          const quantity = pick(1, 9)
          if (random() < 0.4) {
            const [stopLoss, takeProfit] = [at(price - pick(1, 8)), at(price + pick(1, 8))]
            const kind: OrderInstruction['kind'] = random() < 0.5 ? { type: 'market' } : limit(price - pick(0, 3))
            asked.set(harness.desk.submit({ side: 'buy', quantity: units(quantity), kind, stopLoss, takeProfit }), quantity)
          } else if (random() < 0.2) asked.set(harness.desk.submit({ side: 'sell', quantity: units(quantity), reduceOnly: true }), quantity)
          else if (random() < 0.1) harness.desk.submit({ side: 'sell', role: 'close', quantity: { kind: 'position' }, reduceOnly: true })
          price = Math.max(20, price + pick(-6, 6))
          harness.moveTo(price)
          expect(harness.desk.net(), `seed ${seed} step ${step}`).toBeGreaterThanOrEqual(0)
        }
        expectSound(harness, asked)
      }
    })
  })
}

/** Every fill belongs to an order that is not over, what orders report is what they filled, and the ledger has it all. */
function expectSound({ desk }: BrokerHarness, asked: ReadonlyMap<OrderId, number>): void {
  const { events } = desk
  const isOver = (id: OrderId, before: number) =>
    events.slice(0, before).some((event) => event.type === 'order' && event.orderId === id && isTerminal(event.state))
  const filledOf = (id: OrderId) => desk.fills().reduce((sum, { orderId, quantity }) => sum + (orderId === id ? quantity : 0), 0)
  const late = events.filter((event, index) => isOver(event.type === 'fill' ? event.fill.orderId : event.orderId, index))
  expect(late).toEqual([])
  const misreported = events.filter(
    (event) => event.type === 'order' && isTerminal(event.state) && filledLots(event.state) !== filledOf(event.orderId),
  )
  expect(misreported).toEqual([])
  for (const [id, quantity] of asked) expect(filledOf(id)).toBeLessThanOrEqual(quantity)
  expect(desk.net()).toBe(desk.fills().reduce((sum, { side, quantity }) => (side === 'buy' ? sum + quantity : sum - quantity), 0))
}
