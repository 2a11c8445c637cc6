import { describe, expect, it } from 'vitest'
import { createSimulation } from '../simulation/create-simulation.ts'
import { defaultMarkets, defaultPopulation } from '../simulation/default-markets.ts'
import type { Simulation } from '../simulation/simulation-types.ts'
import { runFor, testStart } from '../testing/hand-market.ts'
import type { MarketIndex } from '../venue/venue-types.ts'
import { findScenario, scenarios } from './scenarios.ts'

/** A usual market of three, and the smallest ones that anybody would test a strategy in. */
const settings = [
  { name: 'three markets with 90 agents', instruments: defaultMarkets, agents: 90 },
  { name: 'one market with a dozen agents', instruments: defaultMarkets.slice(0, 1), agents: 12 },
  { name: 'a cross with 30 agents', instruments: defaultMarkets.slice(2), agents: 30 },
] as const

/** What one market went through, all in fractions of the price at which the scenario began. */
interface Course {
  /** Of trades. */
  readonly lowest: number
  readonly highest: number
  /** Middle of the book, every two seconds. */
  readonly middles: readonly number[]
  /** Median. */
  readonly spread: number
  /** Median quantity within 1 % of the middle, compared with before. */
  readonly depth: number
  /** Trades that the public did not hear of. */
  readonly unheard: number
  readonly modes: ReadonlySet<string>
}

const stepSeconds = 2
const near = 0.01

function look({ venue }: Simulation, market: MarketIndex) {
  const [bid, ask] = [venue.bestBid(market), venue.bestAsk(market)]
  const middle = bid > 0 && ask > 0 ? (bid + ask) / 2 : venue.lastPrice(market)
  const levels = (['buy', 'sell'] as const).flatMap((side) => venue.depth(market, side, 10_000))
  const within = levels.filter(({ price }) => Math.abs(price - middle) <= near * middle)
  return {
    middle,
    spread: bid > 0 && ask > 0 ? (ask - bid) / middle : undefined,
    depth: within.reduce((sum, { quantity }) => sum + quantity, 0),
    mode: venue.mode(market),
  }
}

function coursesOf(id: string, { instruments, agents }: (typeof settings)[number]): readonly Course[] {
  const scenario = findScenario(id)
  if (scenario === undefined) throw new RangeError(id)
  const simulation = createSimulation({ seed: 3, startTime: testStart, instruments, population: defaultPopulation(agents) })
  const markets = instruments.map((_, index) => index as MarketIndex)
  const watch = (seconds: number) =>
    Array.from({ length: Math.ceil(seconds / stepSeconds) }, () => {
      runFor(simulation, stepSeconds)
      return markets.map((market) => look(simulation, market))
    })
  runFor(simulation, 480)
  const before = watch(120)
  const began = markets.map((market) => look(simulation, market).middle)
  const prices = markets.map((): number[] => [])
  const heard = markets.map(() => 0)
  simulation.venue.observe({ onTrade: ({ market, price }) => void prices[market]?.push(price / (began[market] ?? 1)) })
  simulation.observe({ onTrade: ({ market }) => void (heard[market] = (heard[market] ?? 0) + 1) })
  simulation.startScenario(scenario)
  const during = watch(scenario.seconds - 1)
  return markets.map((market) => {
    const traded = prices[market] ?? []
    const seen = during.flatMap((moment) => moment[market] ?? [])
    const seenBefore = before.flatMap((moment) => moment[market] ?? [])
    return {
      lowest: Math.min(...traded) - 1,
      highest: Math.max(...traded) - 1,
      middles: seen.map(({ middle }) => middle / (began[market] ?? 1) - 1),
      spread: median(seen.flatMap(({ spread = [] }) => spread)),
      depth: median(seen.map(({ depth }) => depth)) / median(seenBefore.map(({ depth }) => depth)),
      unheard: traded.length - (heard[market] ?? 0),
      modes: new Set(seen.map(({ mode }) => mode)),
    }
  })
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const at = ({ middles }: Course, seconds: number) => middles[Math.floor(seconds / stepSeconds)] ?? Number.NaN
/** Changes of side, counted from swings of 1 % to either. */
function swings({ middles }: Course): number {
  const sides = middles.filter((middle) => Math.abs(middle) >= 0.01).map(Math.sign)
  return sides.filter((side, index) => index > 0 && side !== sides[index - 1]).length
}

/** What each scenario promises by its name, in every market that it moves. A price may go further than it is pushed: agents have a say. */
const promises: Readonly<Record<string, (course: Course) => void>> = {
  'flash-crash'(course) {
    expect(course.lowest).toBeLessThan(-0.115)
    expect(Math.min(...course.middles.slice(0, 45))).toBeLessThan(-0.115)
    expect(course.middles.at(-1)).toBeGreaterThan(-0.06)
  },
  gap(course) {
    expect(course.highest).toBeLessThan(-0.06)
    expect(at(course, 60)).toBeLessThan(-0.06)
  },
  'spread-blow-out'(course) {
    expect(course.spread).toBeGreaterThan(0.015)
  },
  'feed-freeze'(course) {
    expect(course.unheard).toBeGreaterThan(20)
    expect(at(course, 900)).toBeLessThan(-0.035)
  },
  'liquidity-drought'(course) {
    expect(course.depth).toBeLessThan(0.3)
    expect(course.lowest).toBeLessThan(-0.028)
  },
  'fat-finger'(course) {
    expect(course.lowest).toBeLessThan(-0.075)
    expect(course.highest).toBeGreaterThan(0.075)
    expect(Math.abs(at(course, 120))).toBeLessThan(0.03)
  },
  'exchange-maintenance'(course) {
    expect([...course.modes]).toEqual(['cancel_only', 'maintenance', 'post_only', 'online'])
    expect(course.lowest).toBeLessThan(-0.038)
  },
  'reject-storm'(course) {
    expect(course.lowest).toBeLessThan(-0.018)
  },
  trend(course) {
    expect(at(course, 900)).toBeLessThan(-0.018)
    expect(course.middles.at(-1)).toBeLessThan(-0.038)
  },
  chop(course) {
    expect(swings(course)).toBeGreaterThanOrEqual(4)
    expect(Math.abs(course.middles.at(-1) ?? Number.NaN)).toBeLessThan(0.03)
  },
  'news-shock'(course) {
    expect(course.lowest).toBeLessThan(-0.058)
    expect(course.middles.at(-1)).toBeLessThan(-0.03)
  },
}

/** What moves values leaves the ratio of two of them alone; these do something to every market. */
const spareNoCross = new Set(['spread-blow-out', 'fat-finger'])

describe.each(settings)('scenarios do what their names say in $name', (setting) => {
  const { quote } = setting.instruments[0]?.instrument ?? { quote: '' }
  it.each(scenarios.map(({ id }) => id))('%s', (id) => {
    const courses = coursesOf(id, setting)
    expect(courses).toHaveLength(setting.instruments.length)
    for (const [market, course] of courses.entries()) {
      if (spareNoCross.has(id) || setting.instruments[market]?.instrument.quote === quote) promises[id]?.(course)
    }
  })
})

it('every scenario makes a promise', () => {
  expect(Object.keys(promises)).toEqual(scenarios.map(({ id }) => id))
})
