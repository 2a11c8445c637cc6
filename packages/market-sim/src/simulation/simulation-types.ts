import type { Bar, Interval, Side, Time } from '@strategraph/market-model'
import type { AccountId, MarketIndex, MarketMode, Micros, Venue, VenueCommands, VenueInstrument, VenueTrade } from '../venue/venue-types.ts'

/** What kind of trader an agent is; each is one file under `agents/personas/` and one line in its registry. */
export const personaIds = [
  'market-maker',
  'value-investor',
  'momentum',
  'mean-reversion',
  'noise',
  'fomo',
  'whale',
  'arbitrageur',
  'llm-trader',
] as const
export type PersonaId = (typeof personaIds)[number]

export interface PopulationEntry {
  readonly persona: PersonaId
  readonly count: number
  /** Overrides of the persona's own parameters, checked by the persona. */
  readonly parameters?: Readonly<Record<string, number | string>>
}

/** Everything a simulation is made from; plain JSON, stored with reports and checkpoints. */
export interface SimulationConfig {
  /** 0 to 2^32 - 1. */
  readonly seed: number
  readonly startTime: Micros
  readonly instruments: readonly SimulatedMarketSpec[]
  readonly population: readonly PopulationEntry[]
}

export interface SimulatedMarketSpec {
  readonly instrument: VenueInstrument
  /** Where private valuations start; nothing pulls the price back to it later. */
  readonly startPrice: number
  readonly annualVolatility: number
  /** Base currency in an average minute. */
  readonly volumePerMinute: number
}

/** A change of circumstances at a moment of a scenario. Data, seeded, replayable. */
export type ScenarioAction =
  /**
   * An outsider sells (buys) whatever it takes until the price is this fraction away from where the scenario began: step by step over
   * four fifths of `seconds`, then holds it there.
   */
  | { readonly type: 'forced-flow'; readonly side: Side; readonly change: number; readonly seconds: number }
  /** One order that takes everything down (up) to this fraction away from where the scenario began. */
  | { readonly type: 'fat-finger'; readonly side: Side; readonly change: number }
  /** Everybody takes this share (0..1) off the quantities that they leave in the book, for so long. */
  | { readonly type: 'withdraw-liquidity'; readonly share: number; readonly seconds: number }
  /** For so long nobody leaves an order nearer to the mid than half this fraction of the price. */
  | { readonly type: 'widen-spread'; readonly width: number; readonly seconds: number }
  /** Everybody's private valuation moves by this fraction at once (-0.1 = 10 % down); slower agents learn later. */
  | { readonly type: 'news'; readonly valueChange: number; readonly headline: string }
  /** Valuations drift, fraction per hour. */
  | { readonly type: 'trend'; readonly perHour: number; readonly seconds: number }
  /** Trend followers rest and mean reversion grows: a market that goes nowhere. */
  | { readonly type: 'chop'; readonly seconds: number }
  /** The book is cleared and reopens at this fraction away: a gap. */
  | { readonly type: 'gap'; readonly change: number }
  /** The venue trades on, but nobody gets market data: bars, quotes and trades stop. */
  | { readonly type: 'feed-freeze'; readonly seconds: number }
  | { readonly type: 'mode'; readonly mode: MarketMode; readonly seconds: number }
  /** So many of a million orders are refused. */
  | { readonly type: 'reject-storm'; readonly ppm: number; readonly seconds: number }

export interface Scenario {
  readonly id: string
  readonly title: string
  readonly summary: string
  /** Seconds from the scenario's start. */
  readonly steps: readonly { readonly atSeconds: number; readonly action: ScenarioAction; readonly symbol?: string }[]
  /** When it is over. */
  readonly seconds: number
}

export interface MarketView {
  readonly market: MarketIndex
  readonly symbol: string
  readonly mode: MarketMode
  /** Prices in quote currency; null where there is none yet. */
  readonly bid: number | null
  readonly ask: number | null
  readonly last: number | null
  readonly bidQuantity: number
  readonly askQuantity: number
  /** Over the last 24 simulated hours. */
  readonly volume: number
  readonly vwap: number | null
  readonly high: number | null
  readonly low: number | null
  readonly open: number | null
  readonly trades: number
  /** False while a scenario freezes the feed. */
  readonly feedIsLive: boolean
}

export interface AgentSummary {
  readonly id: number
  readonly name: string
  readonly persona: PersonaId
  /** What decides: the persona's rule, a model, or the rule because there is no key or budget. */
  readonly mind: 'rule' | 'model' | 'rule-instead-of-model'
  readonly account: AccountId
  /** True value of what it was given, at the prices of the start. */
  readonly initialCapital: number
  readonly equity: number
  /** equity / initial capital - 1, inventory at the mid price on both sides. */
  readonly roi: number
  /** equity / what it was given at the prices of now - 1: what its trading made, without the market's own move. */
  readonly roiByTrading: number
  readonly trades: number
  readonly openOrders: number
  readonly lastDecision: AgentDecision | undefined
}

export interface AgentDecision {
  readonly seq: number
  readonly time: Micros
  readonly agent: number
  readonly symbol: string
  readonly action: 'buy' | 'sell' | 'quote' | 'cancel' | 'hold'
  readonly quantity: number
  readonly price: number | null
  /** In words, with the numbers it was made from. */
  readonly reason: string
  readonly mind: AgentSummary['mind']
  /** What became of it, filled in later. */
  readonly outcome?: 'accepted' | 'filled' | 'canceled' | 'rejected' | 'discarded'
}

export interface AgentDetail extends AgentSummary {
  readonly balances: readonly { readonly asset: string; readonly total: number; readonly held: number; readonly initial: number }[]
  /** Newest first, as far as the agent remembers them. */
  readonly decisions: readonly AgentDecision[]
  /** Key figures of its memory that it decides by. */
  readonly memory: Readonly<Record<string, number | string>>
}

/** An LLM agent wants an answer. The market goes on meanwhile; the answer is used when it comes, or never. */
export interface AgentAsk {
  readonly askId: string
  readonly agent: number
  readonly persona: PersonaId
  readonly time: Micros
  /** Market time at which the agent stops waiting and holds. */
  readonly expiresAt: Micros
  /** Market facts and the agent's own recalled decisions, as text for the prompt's placeholders. */
  readonly facts: Readonly<Record<string, string>>
}

export type AgentAnswer =
  | {
      readonly askId: string
      readonly ok: true
      readonly action: 'buy' | 'sell' | 'hold'
      /** Share of what it could trade, 0..1. */
      readonly size: number
      readonly reason: string
    }
  /** Failure is a hold with its code; `useRule`: no key or no budget, the persona's declared rule decides, labelled so. */
  | { readonly askId: string; readonly ok: false; readonly code: string; readonly reason: string; readonly useRule: boolean }

/** Something worth telling: the event feed of the page, the report's story. */
export interface MarketEvent {
  readonly seq: number
  readonly time: Micros
  readonly kind: 'scenario' | 'mode' | 'feed' | 'big-trade' | 'move' | 'agent' | 'story' | 'control'
  readonly symbol: string | undefined
  readonly title: string
  readonly text: string
}

/** What came from outside. The same config and inputs give the same bytes. */
export type SimulationInput = { readonly tick: number; readonly time: Micros } & (
  | { readonly type: 'command'; readonly name: keyof VenueCommands; readonly arguments: readonly unknown[] }
  | { readonly type: 'answer'; readonly answer: AgentAnswer }
  | { readonly type: 'scenario'; readonly scenario: Scenario }
  | { readonly type: 'idle'; readonly to: Micros }
)

export interface SimulationObserver {
  onTrade?(trade: VenueTrade): void
  /** A closed candle of the shortest interval, 1m; silent while the feed is frozen. */
  onBar?(market: MarketIndex, bar: Bar): void
  onEvent?(event: MarketEvent): void
  onDecision?(decision: AgentDecision): void
}

export interface Simulation {
  readonly config: SimulationConfig
  /** For looking. Commands from outside go through `door`, so that they are recorded. */
  readonly venue: Venue
  readonly door: VenueCommands
  readonly now: Micros
  /** Events processed since the start. */
  readonly ticks: number
  /** Processes what happens up to `until`, at most `budget` events (default: no limit). `reached`: nothing is left before `until`. */
  advance(until: Micros, budget?: number): { readonly reached: boolean; readonly events: number }
  markets(): readonly MarketView[]
  /** Newest last, closed ones and the forming one; at most 10,000 kept per market and interval. */
  candles(
    market: MarketIndex,
    interval: Interval,
    limit: number,
  ): readonly (Bar & { readonly openTime: Time; readonly trades: number; readonly vwap: number; readonly isClosed: boolean })[]
  /** Newest last, at most 10,000 kept. */
  trades(market: MarketIndex, limit: number): readonly VenueTrade[]
  agents(): readonly AgentSummary[]
  agent(id: number): AgentDetail | undefined
  /** Newest last; kept: the last 10,000. */
  decisions(limit: number): readonly AgentDecision[]
  events(afterSeq: number, limit: number): readonly MarketEvent[]
  /** Begins at `now`. Several may run at a time. */
  startScenario(scenario: Scenario): void
  /** Running ones. */
  scenarios(): readonly { readonly id: string; readonly title: string; readonly startedAt: Micros; readonly endsAt: Micros }[]
  /** Questions of LLM agents since the last call. */
  takeAsks(): readonly AgentAsk[]
  /** False where nobody waits for it any more. */
  answer(answer: AgentAnswer): boolean
  observe(observer: SimulationObserver): () => void
  /** Told every input from outside, in order. */
  onInput(listener: (input: SimulationInput) => void): void
  /** Plain JSON. A simulation restored from it goes on byte for byte as this one would. */
  snapshot(): SimulationSnapshot
}

/** Plain JSON; only `restoreSimulation` looks inside. */
export type SimulationSnapshot = Readonly<Record<string, unknown>> & { readonly config: SimulationConfig }
