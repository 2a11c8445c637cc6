import { intervals } from '@strategraph/market-model'
import {
  type CandleFacts,
  candleFacts,
  createSimulatedMarket,
  createSimulation,
  defaultMarkets,
  defaultPopulation,
  findSimulatedInstrument,
  type Micros,
  randomOrdersTape,
  randomWalkCandles,
  sampleSimulation,
  scoredTickFacts,
  scoreFact,
  type TickFacts,
  tickFacts,
  tickRange,
} from '@strategraph/market-sim'
import { simulationStart } from '../data/simulated-candles.ts'

/** A market whose facts are computed. */
export interface Contender {
  readonly name: string
  readonly candles?: CandleFacts
  readonly ticks?: TickFacts
  /** Scored facts inside the real range in each recorded hour; `ticks` are of the last. */
  readonly hours?: readonly number[]
}

export interface FactsPlan {
  readonly seeds: readonly number[]
  readonly minutes: number
}

/** One market with the agents that it has in the default simulation (200 in three markets): the other two would only cost time. */
export const agentCount = 109
/** Ticks are recorded over an hour, several times: one hour is a small sample, and the last one may be a quiet one. */
export const tapeMinutes = 60
const tapeCount = 8
export const warmUpMinutes = 60
export const usualMinutes = 50_000
export const publishedSeeds: readonly number[] = [1, 2, 3]
const symbol = 'BTC/USD'

/** The first market of the default simulation, alone, with its share of the default population. */
export function simulationContender(seed: number, minutes: number, onProgress: (done: number) => void): Contender {
  const startTime = (simulationStart * 1000) as Micros
  const simulation = createSimulation({
    seed,
    startTime,
    instruments: defaultMarkets.slice(0, 1),
    population: defaultPopulation(agentCount),
  })
  const market = simulation.venue.marketOf(symbol)
  if (market === undefined) throw new RangeError(`the simulation has no ${symbol}`)
  const { bars, tapes } = sampleSimulation(simulation, { market, warmUpMinutes, minutes, tapes: tapeCount, tapeMinutes }, onProgress)
  const facts = tapes.map(tickFacts)
  const last = facts.at(-1)
  if (last === undefined) throw new RangeError('a sample has one tape at least')
  const isInside = (of: TickFacts) => scoredTickFacts.filter((fact) => scoreFact(fact, of[fact], tickRange(fact)).isInside).length
  return { name: `simulation, seed ${seed}`, candles: candleFacts(bars, intervals['1m']), ticks: last, hours: facts.map(isInside) }
}

/** What the simulation is compared with: the seeded generator without a book, and two models of pure chance. */
export function otherContenders(seed: number, minutes: number): readonly Contender[] {
  const found = findSimulatedInstrument(symbol)
  if (found === undefined) throw new RangeError(`there is no generator for ${symbol}`)
  const generator = createSimulatedMarket({ ...found, seed, interval: '1m', startTime: simulationStart })
  return [
    { name: 'seeded generator', candles: candleFacts(generator.bars(minutes), intervals['1m']) },
    { name: 'random walk', candles: candleFacts(randomWalkCandles(minutes, seed), intervals['1m']) },
    { name: 'random orders', ticks: tickFacts(randomOrdersTape(tapeMinutes * 60, seed)) },
  ]
}
