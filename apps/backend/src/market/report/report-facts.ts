import type { SimulationConfig } from '@strategraph/market-sim'
import type { MarketAgent, MarketEventNote, MarketReport } from '@strategraph/protocol'
import type { Recording } from './recorder.ts'

/** Everything that a report is made of; the writers only arrange it. */
export interface ReportFacts {
  readonly summary: MarketReport
  readonly config: SimulationConfig
  readonly recording: Recording
  readonly agents: readonly MarketAgent[]
  /** Oldest first. */
  readonly events: readonly MarketEventNote[]
}

export interface MarketFigures {
  readonly symbol: string
  readonly first: number | null
  readonly last: number | null
  readonly high: number | null
  readonly low: number | null
  /** last / first - 1 */
  readonly change: number | null
  readonly volume: number
  readonly trades: number
  /** Mean of the samples, basis points. */
  readonly spread: number | null
  /** Standard deviation of the log returns between samples, scaled to a year: 0.6 = 60 %. */
  readonly volatility: number | null
}

export interface PersonaFigures {
  readonly persona: string
  readonly agents: number
  readonly meanRoi: number
  /** Without the market's own move. */
  readonly meanByTrading: number
  readonly bestRoi: number
  readonly worstRoi: number
  readonly trades: number
}

const yearMicros = 365.25 * 24 * 3_600_000_000

const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)
const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

export function marketFigures({ recording }: ReportFacts): readonly MarketFigures[] {
  return recording.markets.map(({ symbol, last, spread, trades, volume }) => {
    const prices = present(last)
    const [first = null] = prices
    const end = prices.at(-1) ?? null
    return {
      symbol,
      first,
      last: end,
      high: prices.length === 0 ? null : Math.max(...prices),
      low: prices.length === 0 ? null : Math.min(...prices),
      change: first === null || end === null ? null : end / first - 1,
      volume,
      trades,
      spread: mean(present(spread)),
      volatility: volatilityOf(recording.times, last),
    }
  })
}

function volatilityOf(times: readonly number[], prices: readonly (number | null)[]): number | null {
  let squares = 0
  let elapsed = 0
  for (let at = 1; at < times.length; at += 1) {
    const [before, after] = [prices[at - 1], prices[at]]
    const step = (times[at] ?? 0) - (times[at - 1] ?? 0)
    if (typeof before !== 'number' || typeof after !== 'number' || step <= 0) continue
    squares += Math.log(after / before) ** 2
    elapsed += step
  }
  return elapsed === 0 ? null : Math.sqrt((squares / elapsed) * yearMicros)
}

/** Best mean first. */
export function personaFigures({ agents }: ReportFacts): readonly PersonaFigures[] {
  return [...new Set(agents.map(({ persona }) => persona))]
    .map((persona) => {
      const members = agents.filter((agent) => agent.persona === persona)
      const rois = members.map(({ roi }) => roi)
      return {
        persona,
        agents: members.length,
        meanRoi: mean(rois) ?? 0,
        meanByTrading: mean(members.map(({ roiByTrading }) => roiByTrading)) ?? 0,
        bestRoi: Math.max(...rois),
        worstRoi: Math.min(...rois),
        trades: members.reduce((sum, { trades }) => sum + trades, 0),
      }
    })
    .toSorted((a, b) => b.meanRoi - a.meanRoi)
}

export interface EquityLine {
  readonly name: string
  /** equity / initial capital - 1 at each of `recording.equityTimes`. */
  readonly roi: readonly number[]
}

/** The best and the worst agents, best first; each agent once. */
export function extremeAgents({ agents, recording }: ReportFacts, count: number): readonly EquityLine[] {
  const ranked = agents.map((agent, index) => ({ agent, index })).toSorted((a, b) => b.agent.roi - a.agent.roi)
  const chosen = ranked.length <= 2 * count ? ranked : [...ranked.slice(0, count), ...ranked.slice(-count)]
  return chosen.map(({ agent, index }) => ({
    name: agent.name,
    roi: (recording.equity[index] ?? []).map((equity) => (agent.initialCapital > 0 ? equity / agent.initialCapital - 1 : 0)),
  }))
}
