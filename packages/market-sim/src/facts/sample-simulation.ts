import { type Bar, type BarColumns, barsToColumns, intervals } from '@strategraph/market-model'
import type { Simulation } from '../simulation/simulation-types.ts'
import type { MarketIndex, Micros } from '../venue/venue-types.ts'
import { recordTape } from './tape-recorder.ts'
import type { TickTape } from './tick-tape.ts'

/** What the facts of one market are computed from. */
export interface MarketSample {
  /** 1-minute candles; none for minutes without a trade. */
  readonly bars: BarColumns
  /** Spread evenly, the last one ends with the sample; one, of all minutes, where there are not enough for more. */
  readonly tapes: readonly TickTape[]
}

export interface SamplePlan {
  readonly market: MarketIndex
  /** Not sampled: everybody has just arrived. */
  readonly warmUpMinutes: number
  readonly minutes: number
  /** Trades and quotes are recorded so many times, so many minutes each. */
  readonly tapes: number
  readonly tapeMinutes: number
}

const microsPerMinute = intervals['1m'] * 1000

/** Agents with a model decide by their rule, as they do where there is no key. */
function decideByRule(simulation: Simulation): void {
  for (const { askId } of simulation.takeAsks()) {
    simulation.answer({ askId, ok: false, code: 'NO_API_KEY', reason: 'No model is asked while facts are measured.', useRule: true })
  }
}

/** Lets a simulation run, whole minutes, and writes down what one market does. `onProgress` hears how much is done, 0 to 1, every simulated hour. */
export function sampleSimulation(simulation: Simulation, plan: SamplePlan, onProgress: (done: number) => void): MarketSample {
  const { market, warmUpMinutes, minutes, tapeMinutes } = plan
  const count = Math.max(1, Math.min(plan.tapes, Math.floor(minutes / tapeMinutes)))
  const start = simulation.now
  const total = warmUpMinutes + minutes
  const runTo = (minute: number) => {
    for (let at = (simulation.now - start) / microsPerMinute; at < minute; ) {
      at += 1
      simulation.advance((start + at * microsPerMinute) as Micros)
      decideByRule(simulation)
      if (at % 60 === 0 || at === total) onProgress(at / total)
    }
  }
  const bars: Bar[] = []
  runTo(warmUpMinutes)
  const stop = simulation.observe({
    onBar: (index, bar) => {
      if (index === market) bars.push(bar)
    },
  })
  const tapes: TickTape[] = []
  for (let number = 1; number <= count; number += 1) {
    const end = warmUpMinutes + Math.round((minutes * number) / count)
    runTo(end - Math.min(tapeMinutes, minutes))
    const recorder = recordTape(simulation.venue, market)
    runTo(end)
    recorder.stop()
    tapes.push(recorder.tape())
  }
  stop()
  return { bars: barsToColumns(bars), tapes }
}
