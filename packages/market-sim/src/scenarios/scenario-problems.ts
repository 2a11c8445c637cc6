import type { Scenario, ScenarioAction } from '../simulation/simulation-types.ts'

/** What is wrong with a scenario's numbers, in words; empty where it can be started. */
export function scenarioProblems({ id, steps, seconds }: Scenario): readonly string[] {
  const problems: string[] = []
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(id)) problems.push(`the id ${JSON.stringify(id)} is not kebab-case`)
  if (!(seconds > 0 && Number.isFinite(seconds))) problems.push(`it lasts ${seconds} s`)
  if (steps.length === 0) problems.push('nothing happens in it')
  let last = 0
  for (const [index, { atSeconds, action }] of steps.entries()) {
    if (!(atSeconds >= last)) problems.push(`step ${index} at ${atSeconds} s does not come after ${last} s`)
    if (!(atSeconds + durationOf(action) <= seconds)) problems.push(`step ${index} ends after the scenario`)
    for (const problem of actionProblems(action)) problems.push(`step ${index} (${action.type}): ${problem}`)
    last = atSeconds
  }
  return problems
}

/** Seconds that an action goes on; 0 for what happens at once. */
export function durationOf(action: ScenarioAction): number {
  return 'seconds' in action ? action.seconds : 0
}

function actionProblems(action: ScenarioAction): readonly string[] {
  const duration = 'seconds' in action && !(action.seconds > 0) ? [`it lasts ${action.seconds} s`] : []
  return [...duration, ...numberProblems(action)]
}

function numberProblems(action: ScenarioAction): readonly string[] {
  const unless = (holds: boolean, problem: string) => (holds ? [] : [problem])
  switch (action.type) {
    case 'forced-flow':
      return unless(action.change > -1 && action.change <= 10, 'the change lies above -1 and at most at 10')
    case 'fat-finger':
      return unless(
        isChange(action.change) && action.change < 0 === (action.side === 'sell'),
        'the change lies above -1 and below 0 for a sale, above 0 and at most at 10 for a purchase',
      )
    case 'withdraw-liquidity':
      return unless(action.share > 0 && action.share <= 1, 'the share lies above 0 and at most at 1')
    case 'widen-spread':
      return unless(action.width > 0 && action.width < 1, 'the width lies between 0 and 1')
    case 'news':
      return unless(isChange(action.valueChange), 'the change of value lies above -1 and at most at 10')
    case 'gap':
      return unless(isChange(action.change), 'the change lies above -1 and at most at 10')
    case 'trend':
      return unless(isChange(action.perHour), 'the change per hour lies above -1 and at most at 10')
    case 'reject-storm':
      return unless(
        Number.isInteger(action.ppm) && action.ppm > 0 && action.ppm <= 1_000_000,
        'the share is a whole number of millionths, 1 to 1,000,000',
      )
    case 'chop':
    case 'feed-freeze':
    case 'mode':
      return []
  }
}

/** A price stays above 0. */
const isChange = (fraction: number) => fraction > -1 && fraction <= 10 && fraction !== 0
