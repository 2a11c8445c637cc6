import type { AgentAnswer, PersonaId } from '../simulation/simulation-types.ts'
import type { FeeTier } from '../venue/venue-types.ts'
import type { ReasonNumbers } from './decision-ring.ts'
import type { Desk } from './desk.ts'
import type { TradedMarket } from './traded-market.ts'

export interface ParameterSpec {
  readonly title: string
  readonly unit: string
  readonly default: number
  readonly min: number
  readonly max: number
}
export type ParameterValues<K extends string> = Readonly<Record<K, number>>

/** Words for a reason, made from the numbers that it was stored with. */
export type ReasonText = (numbers: ReasonNumbers, market: TradedMarket) => string

export interface PersonaDefinition<S extends object, K extends string, R extends string> {
  readonly id: PersonaId
  readonly title: string
  /** One sentence for people who choose a population. */
  readonly summary: string
  /** What it decides by, in words; what an LLM agent falls back to. */
  readonly rule: string
  readonly parameters: Readonly<Record<K, ParameterSpec>>
  readonly reasons: Readonly<Record<R, ReasonText>>
  /** What it is given: minutes of usual volume of its market, as much in base as in quote currency. Drawn per agent where wealth differs. */
  readonly capitalMinutes: (desk: CapitalDraw, parameters: ParameterValues<K>) => number
  readonly feeTier: FeeTier
  /** Seconds after which its decisions are judged by where the price then stands. */
  readonly horizonSeconds: number
  /** Seconds from seeing to acting. */
  readonly latencySeconds: { readonly min: number; readonly max: number }
  /**
   * Acts at moments of pure chance, so many seconds apart on average in usual times: the pace follows the market's activity at once, not only from
   * the next look on. What `act` returns is then when it wants to look again for reasons of its own.
   */
  meanPause?(parameters: ParameterValues<K>): number
  /** Is woken by what happens in its market, not only by its own clock. */
  readonly watches?: 'best-prices' | 'trades'
  /** A market maker: scenarios send it away. */
  readonly providesLiquidity?: boolean
  /** Chance that one of them reacts to somebody's order, for those who watch trades. */
  excitement?(parameters: ParameterValues<K>): number
  /** Chance that a rumour about its market comes to its ears. */
  rumourReach?(parameters: ParameterValues<K>): number
  /** Trades on every market of the venue, not only at home. */
  readonly isEverywhere?: boolean
  /** State of a new agent: plain JSON without arrays or objects inside, changed in place. */
  start(desk: Desk, parameters: ParameterValues<K>): S
  /** One look at the market. Returns the seconds until the next one. */
  act(turn: Turn<S, K, R>): number
  /** The model's answer to its open question. */
  onAnswer?(turn: Turn<S, K, R>, answer: AgentAnswer): void
  /** Figures of its memory beyond what every agent has. */
  figures?(state: S, desk: Desk): Readonly<Record<string, number | string>>
}

/** Draws of the agent's own stream before it has a desk. */
export interface CapitalDraw {
  uniform(): number
  pareto(): number
}

export interface Turn<S, K extends string, R extends string> {
  readonly desk: Desk
  readonly state: S
  readonly parameters: ParameterValues<K>
  /** Codes of its reasons. */
  readonly why: Readonly<Record<R, number>>
}

/** One agent at work. */
export interface Actor {
  readonly desk: Desk
  readonly excitement: number
  readonly rumourReach: number
  /** Acts at chance moments, so many seconds apart on average; Infinity: only by its own clock. */
  readonly meanPause: number
  /** Returns the seconds until it wants to act again. */
  act(): number
  answer(answer: AgentAnswer): void
  figures(): Readonly<Record<string, number | string>>
  state(): object
}

/** A persona whose types are its own business. */
export interface Persona {
  readonly id: PersonaId
  readonly title: string
  readonly summary: string
  readonly rule: string
  readonly parameters: Readonly<Record<string, ParameterSpec>>
  readonly feeTier: FeeTier
  readonly horizonSeconds: number
  readonly latencySeconds: { readonly min: number; readonly max: number }
  readonly watches: 'best-prices' | 'trades' | undefined
  readonly isEverywhere: boolean
  readonly providesLiquidity: boolean
  capitalMinutes(draw: CapitalDraw, overrides: ParameterOverrides): number
  enter(desk: Desk, overrides: ParameterOverrides, saved?: object): Actor
  reasonText(code: number, numbers: ReasonNumbers, market: TradedMarket): string
}

export type ParameterOverrides = Readonly<Record<string, number | string>>

/** Ties the parts of a persona together; outside, nobody needs to know its state or its parameters. */
export function definePersona<S extends object, K extends string, R extends string>(definition: PersonaDefinition<S, K, R>): Persona {
  const { id, title, summary, rule, parameters, reasons, feeTier, horizonSeconds, latencySeconds } = definition
  const names = keysOf(reasons)
  const texts = names.map((name) => reasons[name])
  const why = mapKeys(reasons, (name) => names.indexOf(name))
  const valuesFrom = (overrides: ParameterOverrides): ParameterValues<K> =>
    mapKeys(parameters, (name) => {
      const value = overrides[name]
      return typeof value === 'number' ? value : parameters[name].default
    })
  return {
    id,
    title,
    summary,
    rule,
    parameters,
    feeTier,
    horizonSeconds,
    latencySeconds,
    watches: definition.watches,
    isEverywhere: definition.isEverywhere ?? false,
    providesLiquidity: definition.providesLiquidity ?? false,
    capitalMinutes: (draw, overrides) => definition.capitalMinutes(draw, valuesFrom(overrides)),
    reasonText: (code, numbers, market) => texts[code]?.(numbers, market) ?? '',
    enter: (desk, overrides, saved) => {
      const values = valuesFrom(overrides)
      // A restored agent has made the draws of its start before: its stream goes on where it was.
      const stream = { ...desk.random }
      const state: S = { ...definition.start(desk, values), ...saved }
      if (saved !== undefined) Object.assign(desk.random, stream)
      const turn = { desk, state, parameters: values, why }
      return {
        desk,
        excitement: definition.excitement?.(values) ?? 0,
        rumourReach: definition.rumourReach?.(values) ?? 0,
        meanPause: definition.meanPause?.(values) ?? Number.POSITIVE_INFINITY,
        act: () => definition.act(turn),
        answer: (answer) => definition.onAnswer?.(turn, answer),
        figures: () => definition.figures?.(state, desk) ?? {},
        state: () => state,
      }
    },
  }
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  const keys: K[] = []
  for (const key in record) keys.push(key)
  return keys
}

function mapKeys<K extends string, V>(record: Readonly<Record<K, unknown>>, valueOf: (key: K) => V): Record<K, V> {
  const entries: Partial<Record<K, V>> = {}
  for (const key of keysOf(record)) entries[key] = valueOf(key)
  return entries as Record<K, V>
}
