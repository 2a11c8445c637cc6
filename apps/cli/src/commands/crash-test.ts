import { type CrashTestResult, runCrashTest, type ScenarioResult } from '@strategraph/crash-test'
import { mostSeed } from '@strategraph/market-model'
import { scenarios } from '@strategraph/market-sim'
import { defineCommand } from 'citty'
import { fail, UsageError } from '../command-line/exit.ts'
import { integerFlag, refuseUnknownArguments, repeatedFlag } from '../command-line/flags.ts'
import { progressLine, say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { loadPlan } from '../workflow/load-workflow.ts'

const args = {
  workflow: { type: 'positional', description: 'Workflow file', required: true },
  scenario: { type: 'string', description: `Only this one, may be given several times: ${scenarios.map(({ id }) => id).join(', ')}` },
  seed: { type: 'string', description: 'Another market and another first entry', default: '1' },
  json: { type: 'boolean', description: 'Print the whole result as JSON' },
} as const

export const crashTestCommand = defineCommand({
  meta: {
    name: 'crash-test',
    description: 'Run a workflow through the scenarios of the simulated market; exit code 1 when it fails one',
  },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const started = performance.now()
    const { json = false } = given
    const seed = integerFlag('seed', given.seed, { min: 0, max: mostSeed }) ?? 1
    const wanted = repeatedFlag(rawArgs, 'scenario')
    const unknown = wanted.find((id) => scenarios.every((scenario) => scenario.id !== id))
    if (unknown !== undefined)
      throw new UsageError(`There is no scenario "${unknown}". There are: ${scenarios.map(({ id }) => id).join(', ')}.`)
    const plan = await loadPlan(given.workflow)
    if (!plan.ok) {
      reportProblems(plan.problems, { json })
      return fail()
    }
    printProblems(plan.warnings)
    const show = progressLine('Crash test')
    const outcome = runCrashTest(plan.value, {
      seed,
      ...(wanted.length === 0 ? {} : { scenarios: wanted }),
      onProgress(done) {
        show(done)
        return true
      },
    })
    if (!outcome.ok) {
      reportProblems(outcome.problems, { json })
      return fail()
    }
    if (json) say.json({ ok: outcome.result.failed === 0, ...outcome.result })
    else say.out(crashTestText(outcome.result))
    say.error(`Crash test of ${outcome.result.scenarios.length} scenarios: ${Math.round(performance.now() - started)} ms`)
    if (outcome.result.failed > 0) fail()
  },
})

const mark = { passed: 'passed', failed: 'FAILED', 'not-applicable': 'n/a' } as const

function crashTestText({ scenarios: results, passed, seed, graphHash, interval, history, models }: CrashTestResult): string {
  const seams = history.seams.map(({ symbol, close, market, isMadeUp }) => {
    const invented = isMadeUp ? '; the simulator does not know it, its numbers are made up' : ''
    return `${symbol}: the history ends at ${close}, the venue opens at ${market}${invented}`
  })
  return [
    `CRASH TEST on the simulated market  (graph ${graphHash.slice(0, 12)}, seed ${seed}, ${interval} candles)`,
    `${history.bars} moments of seeded history ${history.hasEntry ? 'up to the first entry' : 'without an entry'}`,
    ...seams,
    ...(models === 'stand-in' ? ['Models were not asked: a stand-in that always wants to trade answered for them.'] : []),
    '',
    ...results.flatMap(scenarioLines),
    '',
    `Passed ${passed} of ${results.length}`,
  ].join('\n')
}

function scenarioLines({ verdict, title, why, orders, equity, stretch, rules }: ScenarioResult): readonly string[] {
  const slower = stretch === 1 ? '' : `, stretched ${stretch} times`
  return [
    `${mark[verdict].padEnd(7)}${title.padEnd(22)}${why}`,
    `${' '.repeat(29)}${orders.sent} orders sent, ${orders.refused} refused, ${orders.fills} fills; drawdown ${equity.maxDrawdownPercent.toFixed(2)} %${slower}`,
    ...rules.filter((rule) => rule.verdict === 'failed').map(({ rule, text }) => `${' '.repeat(29)}${rule}: ${text}`),
  ]
}
