import type { Scenario, ScenarioAction } from '@strategraph/market-sim'

/** Bar length for which the catalogue's times are meant. */
const naturalBarMs = 300_000
/** No venue is closed for longer; longer only where a bar is, so that one closes within. */
const longestMs = 36 * 3_600_000
const fewestBars = 1.25

/** How many times as long a condition lasts for bars of this length: as many bars as for natural ones, within reason. */
export function stretchFor({ seconds }: Scenario, barMs: number): number {
  const naturalMs = seconds * 1000
  const wanted = (naturalMs / naturalBarMs) * barMs
  return Math.max(1, Math.min(wanted, Math.max(longestMs, fewestBars * barMs)) / naturalMs)
}

/**
 * The scenario with all its times so many times as long. Noise grows with the root of time: a trend's pace shrinks by no more than that, and
 * where `grows`, forced flows move the price so much further, so that both stand out of the longer bars as much as before.
 */
export function stretched(scenario: Scenario, factor: number, { grows = false }: { readonly grows?: boolean } = {}): Scenario {
  if (factor === 1) return scenario
  const root = Math.sqrt(factor)
  const stretchedAction = (action: ScenarioAction): ScenarioAction => {
    if (!('seconds' in action)) return action
    const seconds = action.seconds * factor
    if (action.type === 'trend') return { ...action, seconds, perHour: action.perHour / root }
    if (action.type === 'forced-flow' && grows) return { ...action, seconds, change: grown(action.change, root) }
    return { ...action, seconds }
  }
  return {
    ...scenario,
    seconds: scenario.seconds * factor,
    steps: scenario.steps.map(({ atSeconds, action, ...rest }) => ({
      ...rest,
      atSeconds: atSeconds * factor,
      action: stretchedAction(action),
    })),
  }
}

/** So many times the change; a fall is the way back from as large a rise, so that no fall reaches 0. */
const grown = (change: number, times: number): number => (change < 0 ? 1 / (1 - times * change) - 1 : times * change)
