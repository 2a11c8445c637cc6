import { moneyFromText, moneyPerTickLot } from '@strategraph/market-model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brokenLaws } from '../testing/broken-laws.ts'
import { command, deposits, feeTiers, instruments, listen, openMarkets, run, text } from '../testing/random-commands.ts'
import type { Command } from '../testing/random-commands.ts'
import type { AccountId, LedgerEntry, MarketIndex, PassingTrade, Venue, VenueOrder, VenueSnapshot, VenueTrade } from './venue-types.ts'
import { restoreVenue } from './venue.ts'

const commands = fc.array(command, { minLength: 1, maxLength: 120, size: 'max' })
const accounts = deposits.map((_, index) => index as AccountId)
const markets = instruments.map((_, index) => index as MarketIndex)
const assets = ['USD', 'BTC', 'ETH']

describe('venue over random orders', () => {
  it('money and quantity are conserved to the last unit, holds are those of the open orders, no book is crossed', () => {
    fc.assert(
      fc.property(commands, (stream) => {
        const venue = openMarkets()
        const deposited = Object.fromEntries(
          assets.map((asset) => [asset, deposits.reduce((sum, balances) => sum + moneyFromText(balances[asset] ?? '0'), 0n)]),
        )
        for (const step of stream) {
          run(venue, step)
          if (step.type === 'deposit') deposited[step.asset] = (deposited[step.asset] ?? 0n) + moneyFromText(step.amount)
          expect(brokenLaws(venue, deposited, feeTiers)).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('what observers hear adds up: levels to the book, ledger to balances, fills to orders; everything ends once', () => {
    fc.assert(
      fc.property(commands, (stream) => {
        const venue = openMarkets()
        const levels = new Map<string, number>()
        const balances = new Map(
          accounts.flatMap((account) => venue.balances(account).map(({ asset, total }) => [`${account} ${asset}`, total as bigint])),
        )
        const fills = new Map<number, { quantity: number; cost: bigint; fee: bigint }>()
        const ended = new Map<number, VenueOrder>()
        const entries: LedgerEntry[] = []
        const trades: VenueTrade[] = []
        const passing: PassingTrade[] = []
        const problems: string[] = []
        venue.observe({
          onLevel: (market, side, price, quantity) => levels.set(`${market} ${side} ${price}`, quantity),
          onTrade: (trade) => trades.push(trade),
          onPassingTrade: (trade) => passing.push({ ...trade }),
        })
        for (const account of accounts) {
          venue.observeAccount(account, {
            onOrder(order) {
              if (ended.has(order.id)) problems.push(`order ${order.id} is told of after its end`)
              if (order.status !== 'open' && order.status !== 'untriggered') ended.set(order.id, order)
            },
            onFill(trade, order, liquidity) {
              const before = fills.get(order.id) ?? { quantity: 0, cost: 0n, fee: 0n }
              const instrument = instruments[trade.market]
              const notional = BigInt(trade.price) * BigInt(trade.quantity) * (instrument === undefined ? 0n : moneyPerTickLot(instrument))
              const fee = liquidity === 'maker' ? trade.makerFee : trade.takerFee
              const after = { quantity: before.quantity + trade.quantity, cost: before.cost + notional, fee: before.fee + fee }
              if (order.filled !== after.quantity || order.cost !== after.cost || order.fee !== after.fee) {
                problems.push(`order ${order.id} is not the sum of its fills`)
              }
              fills.set(order.id, after)
            },
            onLedger(entry) {
              entries.push(entry)
              const key = `${entry.account} ${entry.asset}`
              balances.set(key, (balances.get(key) ?? 0n) + entry.amount - entry.fee)
              if (entry.balance !== balances.get(key)) problems.push(`ledger entry ${entry.id} does not follow from the one before`)
            },
          })
        }
        const accepted = new Set<number>()
        for (const step of stream) {
          run(venue, step)
          for (const account of accounts) for (const { id } of venue.openOrders(account)) accepted.add(id)
        }
        expect(problems).toEqual([])
        for (const account of accounts) {
          for (const { asset, total } of venue.balances(account)) expect(balances.get(`${account} ${asset}`)).toBe(total)
        }
        const shown = markets.flatMap((market) =>
          (['buy', 'sell'] as const).flatMap((side) =>
            venue.depth(market, side, 1000).map(({ price, quantity }) => [`${market} ${side} ${price}`, quantity] as const),
          ),
        )
        expect(new Map([...levels].filter(([, quantity]) => quantity > 0))).toEqual(new Map(shown))
        for (const id of accepted) expect(ended.has(id)).toBe(venue.order(id as VenueOrder['id']) === undefined)
        for (const order of ended.values()) expect(order.status === 'filled').toBe(order.filled === order.quantity)
        // Ledger ids go on from those of the deposits.
        expect(entries.map(({ id }, index) => id - index)).toEqual(entries.map(() => entries[0]?.id))
        expect(passing).toHaveLength(trades.length)
        trades.forEach(({ takerFee, makerFee, ...trade }, index) => {
          expect(passing[index]).toMatchObject(trade)
          const { takerAccount, makerAccount } = trade
          expect(venue.tradeFee({ ...trade, account: takerAccount, liquidity: 'taker' })).toBe(takerFee)
          expect(venue.tradeFee({ ...trade, account: makerAccount, liquidity: 'maker' })).toBe(makerFee)
        })
        for (const market of markets) {
          const own = trades.filter((trade) => trade.market === market)
          expect(own.map(({ id }) => id)).toEqual(own.map((_, index) => index + 1))
          expect(own.at(-1)?.price ?? 0).toBe(venue.lastPrice(market))
          expect(own.every(({ makerAccount, takerAccount }) => makerAccount !== takerAccount)).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('the same commands give the same answers, notices and bytes', () => {
    fc.assert(
      fc.property(commands, (stream) => {
        const [one, two] = [recorded(openMarkets(), stream), recorded(openMarkets(), stream)]
        expect(two).toEqual(one)
      }),
    )
  })

  it('a venue restored from a snapshot, through JSON, goes on byte for byte', () => {
    fc.assert(
      fc.property(commands, commands, (before, after) => {
        const venue = openMarkets()
        for (const step of before) run(venue, step)
        const snapshot: VenueSnapshot = JSON.parse(JSON.stringify(venue.snapshot()))
        const restored = restoreVenue(snapshot)
        expect(text(restored.snapshot())).toBe(text(venue.snapshot()))
        expect(restored.nextExpiry).toBe(venue.nextExpiry)
        expect(recorded(restored, after)).toEqual(recorded(venue, after))
      }),
      { numRuns: 60 },
    )
  })

  it('validate answers as submit would, and changes nothing', () => {
    fc.assert(
      fc.property(commands, (stream) => {
        const venue = openMarkets()
        for (const step of stream) {
          if (step.type !== 'submit') {
            if (step.type !== 'rejection') run(venue, step)
            continue
          }
          const before = text(venue.snapshot())
          const answer = venue.validate(step.request)
          expect(text(venue.snapshot())).toBe(before)
          const submitted = venue.submit(step.request)
          expect(submitted.ok ? { ok: true } : submitted).toEqual(answer)
        }
      }),
    )
  })

  it('random streams reach every kind of order, every end and most refusals', () => {
    const seen = new Set<string>()
    for (const stream of fc.sample(commands, { numRuns: 200, seed: 1 })) {
      const venue = openMarkets()
      const note = (order: VenueOrder) => seen.add(order.endReason ?? order.status)
      for (const account of accounts) venue.observeAccount(account, { onOrder: (order, change) => void (note(order), seen.add(change)) })
      for (const step of stream) seen.add(/"code":"(\w+)"/.exec(run(venue, step))?.[1] ?? '')
    }
    const wanted = `
      accepted triggered amended filled trailed ended untriggered open USER IOC_REST EXPIRED SELF_TRADE NO_FUNDS_AT_TRIGGER NOTHING_TO_REDUCE
      NO_LIQUIDITY UNKNOWN_ORDER MARKET_MODE INVALID_PRICE INVALID_QUANTITY INVALID_EXPIRY QUANTITY_BELOW_MINIMUM NOTIONAL_BELOW_MINIMUM
      QUANTITY_ABOVE_MAXIMUM INSUFFICIENT_FUNDS POST_ONLY_WOULD_TAKE FOK_NOT_FILLABLE REDUCE_ONLY_NOTHING_TO_REDUCE TOO_MANY_ORDERS VENUE_BUSY`
      .trim()
      .split(/\s+/)
    expect(wanted.filter((name) => !seen.has(name))).toEqual([])
  })
})

function recorded(venue: Venue, stream: readonly Command[]): { answers: string[]; heard: string[]; end: string } {
  const heard = listen(venue)
  const answers = stream.map((step) => run(venue, step))
  return { answers, heard, end: text(venue.snapshot()) }
}
