import type { Bar } from '@strategraph/market-model'
import type { MarketIndex, VenueTrade } from '../venue/venue-types.ts'
import type { AgentDecision, MarketEvent, SimulationInput, SimulationObserver } from './simulation-types.ts'

/** Everybody who watches a simulation from outside. */
export interface Observers {
  add(observer: SimulationObserver): () => void
  addInputListener(listener: (input: SimulationInput) => void): void
  wantDecisions(): boolean
  wantTrades(): boolean
  onTrade(trade: VenueTrade): void
  onBar(market: MarketIndex, bar: Bar): void
  onEvent(event: MarketEvent): void
  onDecision(decision: AgentDecision): void
  onInput(input: SimulationInput): void
}

export function createObservers(): Observers {
  // Replaced, never changed: somebody may come or go while being told.
  let observers: readonly SimulationObserver[] = []
  const inputListeners: ((input: SimulationInput) => void)[] = []
  return {
    add: (observer) => {
      observers = [...observers, observer]
      return () => {
        observers = observers.filter((other) => other !== observer)
      }
    },
    addInputListener: (listener) => {
      inputListeners.push(listener)
    },
    wantDecisions: () => observers.some((observer) => observer.onDecision !== undefined),
    wantTrades: () => observers.some((observer) => observer.onTrade !== undefined),
    onTrade: (trade) => {
      for (const observer of observers) observer.onTrade?.(trade)
    },
    onBar: (market, bar) => {
      for (const observer of observers) observer.onBar?.(market, bar)
    },
    onEvent: (event) => {
      for (const observer of observers) observer.onEvent?.(event)
    },
    onDecision: (decision) => {
      for (const observer of observers) observer.onDecision?.(decision)
    },
    onInput: (input) => {
      for (const listener of inputListeners) listener(input)
    },
  }
}
