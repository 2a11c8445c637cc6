import { percentText, priceText, quantityText, wholeText } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import type { PassingTrade } from '../venue/venue-types.ts'
import type { AgentViews } from './agent-views.ts'
import type { CrewMember } from './crew.ts'
import type { EventFeed } from './event-feed.ts'
import type { MarketRecord } from './market-record.ts'
import { actionWords, undoWords } from './scenario-words.ts'
import type { StageListener } from './scenario-stage.ts'
import type { MarketEvent } from './simulation-types.ts'

const minuteMicros = 60_000_000
const hourMinutes = 60
const moveMinutes = 5
/** A move is told beyond so many usual deviations, a minute's volume beyond so many averages of the hour before. */
const tellMoveBeyond = 8
const tellVolumeBeyond = 12
/** A record trade is told only if it is at least so many usual orders, and so much larger than the record before. */
const recordUnits = 40
const recordGrowth = 1.25
const quietMinutes = 20
/** Equity below these shares of the initial capital is told, once each. */
const ruinShares = [0.5, 0.1]

interface MarketNotes {
  record: number
  movedAt: number
  busyAt: number
}

export interface JournalistSnapshot {
  readonly notes: readonly MarketNotes[]
  /** By agent: ruin shares told. */
  readonly ruined: readonly number[]
  readonly equities: readonly number[]
}

/** Writes what happened, from what the venue and the agents' accounts say. Invents nothing: every sentence has its numbers from there. */
export interface Journalist extends StageListener {
  onTrade(trade: PassingTrade): void
  /** A minute has closed in this market. */
  onMinute(record: MarketRecord): void
  /** The market's hour is over. */
  onHour(): void
  snapshot(): JournalistSnapshot
}

export function createJournalist(options: {
  readonly world: World
  readonly crew: readonly CrewMember[]
  readonly views: AgentViews
  readonly records: readonly MarketRecord[]
  readonly feed: EventFeed
  readonly saved?: JournalistSnapshot | undefined
}): Journalist {
  const { world, crew, views, records, feed, saved } = options
  const { venue } = world
  const notes = world.markets.map(({ index }) => ({ record: 0, movedAt: 0, busyAt: 0, ...saved?.notes[index] }))
  const ruined = crew.map(({ plan }) => saved?.ruined[plan.id] ?? 0)
  let equities = saved?.equities ?? crew.map((member) => views.initialCapital(member))

  const tell = (symbol: string | undefined, words: Pick<MarketEvent, 'kind' | 'title' | 'text'>) =>
    feed.add({ time: venue.now, symbol, ...words })
  const isQuiet = (since: number) => venue.now - since < quietMinutes * minuteMicros

  const tellMove = ({ market, candles }: MarketRecord, note: MarketNotes) => {
    const last = candles.minute(0)
    const before = candles.minute(moveMinutes)
    if (last === undefined || before === undefined || isQuiet(note.movedAt)) return
    const change = last.close / before.close - 1
    const deviations = Math.abs(change) / (market.minuteVolatility * Math.sqrt(moveMinutes))
    if (deviations < tellMoveBeyond) return
    note.movedAt = venue.now
    const direction = change > 0 ? 'rises' : 'falls'
    tell(market.symbol, {
      kind: 'move',
      title: `${market.symbol} ${direction} ${percentText(Math.abs(change)).replace('+', '')} in ${moveMinutes} minutes`,
      text: `From ${priceText(market, before.close)} to ${priceText(market, last.close)}, ${deviations.toFixed(1)} times the usual move.`,
    })
  }
  const tellVolume = ({ market, candles }: MarketRecord, note: MarketNotes) => {
    const last = candles.minute(0)
    if (last === undefined || isQuiet(note.busyAt)) return
    let sum = 0
    let minutes = 0
    for (; minutes < hourMinutes; minutes += 1) {
      const earlier = candles.minute(minutes + 1)
      if (earlier === undefined) break
      sum += earlier.volume
    }
    const usual = sum / minutes
    if (minutes < hourMinutes || last.volume < tellVolumeBeyond * Math.max(usual, market.volumePerMinute)) return
    note.busyAt = venue.now
    tell(market.symbol, {
      kind: 'move',
      title: `${market.symbol}: ${quantityText(market, last.volume)} in a minute`,
      text: `${(last.volume / usual).toFixed(0)} times the average minute of the hour before (${quantityText(market, usual)}), in ${wholeText(last.trades)} trades.`,
    })
  }
  const tellRuin = (member: CrewMember, equity: number) => {
    const { id, name } = member.plan
    const capital = views.initialCapital(member)
    const told = ruined[id] ?? 0
    const share = ruinShares[told]
    if (share === undefined || equity >= share * capital) return
    ruined[id] = told + 1
    tell(undefined, {
      kind: 'agent',
      title: `${name} is down to ${percentText(equity / capital, 0).replace('+', '')} of its capital`,
      text: `It was given ${wholeText(capital)} and has ${wholeText(equity)} left after ${wholeText(member.actor.desk.trades)} trades.`,
    })
  }

  return {
    onTrade: (trade) => {
      const market = world.markets[trade.market]
      const note = notes[trade.market]
      if (market === undefined || note === undefined || trade.quantity <= note.record) return
      const isWorthTelling = trade.quantity > recordUnits * market.unitLots && trade.quantity > recordGrowth * note.record
      if (isWorthTelling) {
        tell(market.symbol, {
          kind: 'big-trade',
          title: `Largest trade yet in ${market.symbol}: ${quantityText(market, trade.quantity)}`,
          text: `${venue.accountName(trade.takerAccount)} ${trade.takerSide === 'buy' ? 'buys from' : 'sells to'} ${venue.accountName(trade.makerAccount)} at ${priceText(market, trade.price)}.`,
        })
      }
      note.record = trade.quantity
    },
    onMinute: (record) => {
      const note = notes[record.market.index]
      if (note === undefined) return
      tellMove(record, note)
      tellVolume(record, note)
    },
    onHour: () => {
      for (const record of records) tellHour(record, tell)
      const present = crew.map((member) => views.equity(member))
      crew.forEach((member, index) => tellRuin(member, present[index] ?? 0))
      tellLeaders(crew, equities, present, tell)
      equities = present
    },
    onStart: (scenario) => tell(undefined, { kind: 'scenario', title: `${scenario.title} begins`, text: scenario.summary }),
    onAction: (_, action, symbols) => tell(symbols.length === 1 ? symbols[0] : undefined, actionWords(action)),
    onEnd: (scenario) => tell(undefined, { kind: 'scenario', title: `${scenario.title} is over`, text: `It took ${scenario.seconds} s.` }),
    onUndo: (undo) => tell(undo.type === 'rejection' ? undefined : world.markets[undo.market]?.symbol, undoWords(undo)),
    snapshot: () => ({ notes: notes.map((note) => ({ ...note })), ruined: [...ruined], equities: [...equities] }),
  }
}

type Tell = (symbol: string | undefined, words: Pick<MarketEvent, 'kind' | 'title' | 'text'>) => void

/** The last hour of a market in one sentence. */
function tellHour({ market, candles }: MarketRecord, tell: Tell): void {
  const last = candles.minute(0)
  const first = candles.minute(hourMinutes - 1)
  if (last === undefined || first === undefined) return
  const hour = sumOf(candles, hourMinutes)
  const change = last.close / first.open - 1
  const direction = change > 0 ? 'rose' : change < 0 ? 'fell' : 'stood still'
  tell(market.symbol, {
    kind: 'story',
    title: `${market.symbol} ${direction}: ${percentText(change)} in the hour`,
    text: `From ${priceText(market, first.open)} to ${priceText(market, last.close)}, between ${priceText(market, hour.low)} and ${priceText(market, hour.high)}; ${quantityText(market, hour.volume)} in ${wholeText(hour.trades)} trades.`,
  })
}

function sumOf(candles: MarketRecord['candles'], minutes: number) {
  const sum = { high: 0, low: Number.POSITIVE_INFINITY, volume: 0, trades: 0 }
  for (let back = 0; back < minutes; back += 1) {
    const minute = candles.minute(back)
    if (minute === undefined) break
    sum.high = Math.max(sum.high, minute.high)
    sum.low = Math.min(sum.low, minute.low)
    sum.volume += minute.volume
    sum.trades += minute.trades
  }
  return sum
}

/** Who won and who lost most in the hour, as a share of what it had. */
function tellLeaders(crew: readonly CrewMember[], before: readonly number[], now: readonly number[], tell: Tell): void {
  let best: { name: string; change: number } | undefined
  let worst: { name: string; change: number } | undefined
  crew.forEach(({ plan }, index) => {
    const change = (now[index] ?? 0) / (before[index] ?? 1) - 1
    if (best === undefined || change > best.change) best = { name: plan.name, change }
    if (worst === undefined || change < worst.change) worst = { name: plan.name, change }
  })
  if (best === undefined || worst === undefined) return
  tell(undefined, {
    kind: 'story',
    title: `${best.name} did best in the hour, ${worst.name} worst`,
    text: `${best.name} ${percentText(best.change, 3)}, ${worst.name} ${percentText(worst.change, 3)} of what they had; both count inventory at the mid.`,
  })
}
