import type { Scenario, ScenarioAction } from '@strategraph/market-sim'

/** Bar length for which the catalogue's times are meant. */
export const naturalBarMs = 300_000

/**
 * The scenario with all its times so many times as long. A trend's pace shrinks with the root of it: noise grows with the root
 * of time, so it stands out of the longer bars as much as before.
 */
export function stretched(scenario: Scenario, factor: number): Scenario {
  if (factor === 1) return scenario
  return {
    ...scenario,
    seconds: scenario.seconds * factor,
    steps: scenario.steps.map(({ atSeconds, action, ...rest }) => ({
      ...rest,
      atSeconds: atSeconds * factor,
      action: stretchedAction(action, factor),
    })),
  }
}

function stretchedAction(action: ScenarioAction, factor: number): ScenarioAction {
  if (!('seconds' in action)) return action
  const seconds = action.seconds * factor
  return action.type === 'trend' ? { ...action, seconds, perHour: action.perHour / Math.sqrt(factor) } : { ...action, seconds }
}
