import { runBacktest, runProblems, runSettings } from '@strategraph/trading-engine'
import { defineCommand } from 'citty'
import { answersOrFailure } from '../backtest/answer-tape.ts'
import { backtestJson, backtestText } from '../backtest/report.ts'
import { settingsArgs, settingsOverrides } from '../backtest/settings-args.ts'
import { fail } from '../command-line/exit.ts'
import { oneOf, refuseUnknownArguments, repeatedFlag } from '../command-line/flags.ts'
import { progressLine, say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { openTextFile } from '../command-line/text-file.ts'
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
    refuseUnknownArguments(rawArgs, args)
    const started = performance.now()
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

    // Opened first: nobody waits for a run whose result has no place.
    const journal = given.journal === undefined ? undefined : openTextFile(given.journal)
    const file = given.out === undefined ? undefined : openTextFile(given.out)
    const result = runBacktest(plan.value, feeds, overrides, {
      backEnd,
      answers: answers.value,
      ...(journal === undefined ? {} : { sink: { append: (event) => journal.write(`${JSON.stringify(event)}\n`) } }),
      onProgress: progressOf('Backtest'),
    })
    journal?.close()
    if (json) for (const part of backtestJson(plan.value, data.value, settings, result)) (file ?? stdout).write(part)
    else say.out(backtestText(plan.value, data.value, settings, result))
    file?.close()
    const bars = data.value.reduce((sum, { columns }) => sum + columns.time.length, 0)
    say.error(`Backtest of ${bars} bars: ${result.metrics.trades} trades, ${Math.round(performance.now() - started)} ms`)
  },
})

const stdout = { write: (text: string) => say.part(text) }

function progressOf(label: string): (done: number) => boolean {
  const show = progressLine(label)
  return (done) => {
    show(done)
    return true
  }
}
