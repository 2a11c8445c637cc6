import type { Scenario } from '@strategraph/market-sim'

/** From when to when the strategy gets no data, in seconds from the scenario's start. */
export interface Freeze {
  readonly from: number
  readonly to: number
}

/**
 * Takes the freezes out of a scenario: they cut the line to the strategy, not the eyes of the agents. A market in which nobody
 * sees anything for hours is no market.
 */
export function withoutFreezes(scenario: Scenario): { readonly scenario: Scenario; readonly freezes: readonly Freeze[] } {
  const freezes = scenario.steps.flatMap(({ atSeconds, action }) =>
    action.type === 'feed-freeze' ? [{ from: atSeconds, to: atSeconds + action.seconds }] : [],
  )
  return { scenario: { ...scenario, steps: scenario.steps.filter(({ action }) => action.type !== 'feed-freeze') }, freezes }
}
