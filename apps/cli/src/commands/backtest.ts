import { writeFileSync } from 'node:fs'
import { runBacktest, runProblems, runSettings } from '@strategraph/trading-engine'
import { defineCommand } from 'citty'
import { answersOrFailure } from '../backtest/answer-tape.ts'
import { backtestReport, backtestText } from '../backtest/report.ts'
import { settingsArgs, settingsOverrides } from '../backtest/settings-args.ts'
import { fail } from '../command-line/exit.ts'
import { oneOf, refuseUnknownFlags, repeatedFlag } from '../command-line/flags.ts'
import { progressLine, say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { dataArgs, feedsOptions } from '../data/data-args.ts'
import { feedsData } from '../data/feeds-data.ts'
import { loadPlan } from '../workflow/load-workflow.ts'

const args = {
  workflow: { type: 'positional', description: 'Workflow file', required: true },
  json: { type: 'boolean', description: 'Print trades, equity, metrics and assumptions as JSON' },
  out: { type: 'string', description: 'Write that JSON to a file instead' },
  journal: { type: 'string', description: 'Write the journal, one JSON event per line' },
  answers: { type: 'string', description: 'Recorded answers for LLM nodes; without them every question is answered with a failure (hold)' },
  backend: { type: 'string', description: 'interpreter or wasm; both give the same result', default: 'wasm' },
  ...dataArgs,
  ...settingsArgs,
} as const

export const backtestCommand = defineCommand({
  meta: { name: 'backtest', description: 'Run a workflow over past candles with the simulated broker' },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownFlags(rawArgs, args)
    const json = given.json === true || given.out !== undefined
    const backEnd = oneOf('backend', given.backend, ['interpreter', 'wasm']) ?? 'wasm'
    const overrides = settingsOverrides(given)
    const options = feedsOptions(given, repeatedFlag(rawArgs, 'data'))
    const plan = await loadPlan(given.workflow)
    const data = plan.ok ? await feedsData(plan.value, options) : plan
    const answers = await answersOrFailure(given.answers)
    if (!plan.ok || !data.ok || !answers.ok) {
      reportProblems([plan, data, answers].find((checked) => !checked.ok)?.problems ?? [], { json: given.json === true })
      return fail()
    }

    const feeds = new Map(data.value.map((feed) => [feed.feed.nodeId, feed]))
    const settings = runSettings(plan.value, overrides)
    const problems = runProblems(plan.value, feeds, settings)
    if (problems.some(({ severity }) => severity === 'error')) {
      reportProblems(problems, { json: given.json === true })
      return fail()
    }
    printProblems([...plan.warnings, ...data.warnings, ...problems])

    const journal: string[] = []
    const progress = progressLine('Backtest')
    const result = runBacktest(plan.value, feeds, overrides, {
      backEnd,
      answers: answers.value,
      ...(given.journal === undefined ? {} : { sink: { append: (event) => journal.push(JSON.stringify(event)) } }),
      onProgress(done) {
        progress(done)
        return true
      },
    })
    if (given.journal !== undefined) writeFileSync(given.journal, `${journal.join('\n')}\n`)
    if (!json) return say.out(backtestText(plan.value, data.value, settings, result))
    const text = JSON.stringify(backtestReport(plan.value, data.value, settings, result))
    if (given.out === undefined) say.out(text)
    else writeFileSync(given.out, `${text}\n`)
  },
})
