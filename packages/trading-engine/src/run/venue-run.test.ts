import { barsToColumns, type BrokerEvent, type OrderInstruction, type OrderState, type Proposal } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import type { JournalEvent } from '../journal/event.ts'
import { lots, money, ticks } from '../market/amounts.ts'
import { driveByHand, type HandDriven, testInstrument } from '../testing/hand-driven-run.ts'

const hour = 3_600_000
const instrument = testInstrument({ tickSize: '1', lotSize: '1' })
const columns = barsToColumns(
  Array.from({ length: 8 }, (_, row) => ({ time: (row + 1) * hour, open: 100, high: 101, low: 99, close: 100, volume: 1 })),
)
const wish = (units: number): Proposal => ({
  kind: 'entry',
  instrument: instrument.id,
  side: 'buy',
  quantity: { kind: 'units', units },
  closeFirst: false,
  stopLoss: 90,
  takeProfit: 120,
  reason: 'test',
})

/** A venue that does what the test says. */
function scriptedVenue() {
  const sent: OrderInstruction[] = []
  const market = { now: 0 }
  let tell: (event: BrokerEvent) => void = () => {}
  let trades = 0
  const order = (index: number) => {
    const found = sent[index]
    if (found === undefined) throw new Error(`order ${index} was not sent`)
    return found
  }
  return {
    sent,
    market,
    brackets: () => sent.filter(({ parent }) => parent !== undefined),
    fill: (index: number, quantity: number) => {
      const { id: orderId, side } = order(index)
      trades += 1
      const fixed = { instrument: instrument.id, price: ticks(100), fee: money(0n), liquidity: 'taker' } as const
      tell({ type: 'fill', fill: { ...fixed, tradeId: `t${trades}`, orderId, time: market.now, side, quantity: lots(quantity) } })
    },
    report: (index: number, state: OrderState) => tell({ type: 'order', orderId: order(index).id, state }),
    venue: {
      clock: { now: () => market.now },
      createBroker: () => ({
        submit: (instruction: OrderInstruction) => void sent.push(instruction),
        cancel: () => {},
        onEvent(listener: (event: BrokerEvent) => void) {
          tell = listener
        },
      }),
    },
  }
}
type Venue = ReturnType<typeof scriptedVenue>

function play(script: Readonly<Record<number, (at: HandDriven, venue: Venue) => void>>) {
  const venue = scriptedVenue()
  const events: JournalEvent[] = []
  const run = driveByHand({
    columns,
    interval: '1h',
    instrument,
    events,
    settings: { endOfData: 'keep', account: { initialCash: '10000' } },
    venue: venue.venue,
    decide(at) {
      venue.market.now = (at.row + 1) * hour
      script[at.row]?.(at, venue)
    },
  })
  return { run, events, ...venue }
}
const buy = ({ propose }: HandDriven) => propose(wish(10))

describe('a run at a venue', () => {
  it('fills nothing against the bars: the order waits for the venue', () => {
    const { run, sent } = play({ 1: buy })
    expect(sent).toHaveLength(1)
    expect(run.fills).toEqual([])
    expect(run.portfolio.openOrders).toBe(1)
  })

  it('an entry that fills in parts is one entry, and what is held of it does not count as waiting too', () => {
    const { run, fill, report } = play({ 1: buy })
    fill(0, 4)
    report(0, { status: 'partially-filled', venueOrderId: 'v', filled: lots(4) })
    expect(run.portfolio.entriesToday).toBe(1)
    // 4 x 100 held and 6 x 100 to come, of 10,000: 10 % in all.
    expect(run.review('gate', wish(1), { maxPositionFraction: 0.11 }).ok).toBe(true)
    expect(run.review('gate', wish(2), { maxPositionFraction: 0.11 }).ok).toBe(false)
    expect(run.review('gate', wish(1), { maxEntriesPerDay: 2 }).ok).toBe(true)
    fill(0, 6)
    expect(run.portfolio.entriesToday).toBe(1)
  })

  it('the parts of an entry share one bracket; once that has ended, the next part gets a new one', () => {
    const { fill, report, sent, brackets } = play({ 1: buy })
    fill(0, 4)
    fill(0, 3)
    expect(brackets()).toMatchObject([{ role: 'stop-loss' }, { role: 'take-profit' }])
    for (const leg of brackets()) report(sent.indexOf(leg), { status: 'canceled', reason: 'test', filled: lots(0) })
    fill(0, 3)
    expect(brackets()).toHaveLength(4)
  })

  it('what the venue reports is stamped with market time', () => {
    const { events, fill, market } = play({ 1: buy })
    market.now = 8 * hour + 5000
    fill(0, 10)
    const times = events.map(({ time }) => time)
    expect(events.find(({ type }) => type === 'fill')?.time).toBe(8 * hour + 5000)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('entries by a bar whose successor has closed are refused; closes are not', () => {
    const { run, fill, market } = play({ 1: buy })
    fill(0, 10)
    market.now = 9 * hour - 1
    expect(run.review('gate', wish(1), {}).ok).toBe(true)
    market.now = 9 * hour
    expect(run.review('gate', wish(1), {})).toMatchObject({ ok: false, denial: { code: 'STALE_DATA', limit: 3600, actual: 3600 } })
    expect(run.review('gate', { kind: 'close', instrument: instrument.id, reason: 'test' }, {}).ok).toBe(true)
  })

  it('bars since the fill and since the close begin with the bar in which the venue filled', () => {
    const seen: (readonly [number, number])[] = []
    const look = ({ run: { portfolio } }: HandDriven) => seen.push([portfolio.position(instrument.id).barsHeld, portfolio.barsSinceClose])
    play({
      1(at, { fill }) {
        buy(at)
        fill(0, 10)
      },
      2: look,
      3(at, { fill }) {
        look(at)
        at.propose({ kind: 'close', instrument: instrument.id, reason: 'test' })
        fill(3, 10)
      },
      4: look,
      5: look,
    })
    expect(seen).toEqual([
      [0, Number.NaN],
      [1, Number.NaN],
      [Number.NaN, 0],
      [Number.NaN, 1],
    ])
  })
})
