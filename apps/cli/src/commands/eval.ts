import { runProblems, runSettings } from '@strategraph/trading-engine'
import { defineCommand } from 'citty'
import { answersOrFailure } from '../backtest/answer-tape.ts'
import { settingsArgs, settingsOverrides } from '../backtest/settings-args.ts'
import { fail, UsageError } from '../command-line/exit.ts'
import { oneOf, refuseUnknownArguments, repeatedFlag } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { dataArgs, feedsOptions } from '../data/data-args.ts'
import { feedsData } from '../data/feeds-data.ts'
import { writeCsv } from '../data/write-csv.ts'
import { outputColumns } from '../evaluate/output-columns.ts'
import { loadPlan } from '../workflow/load-workflow.ts'

const args = {
  workflow: { type: 'positional', description: 'Workflow file', required: true },
  out: { type: 'string', description: 'CSV file to write, .csv or .csv.gz', required: true },
  json: { type: 'boolean', description: 'Print a summary as JSON' },
  answers: { type: 'string', description: 'Recorded answers for LLM nodes' },
  backend: { type: 'string', description: 'interpreter or wasm; both give the same bits', default: 'wasm' },
  ...dataArgs,
  ...settingsArgs,
} as const

export const evalCommand = defineCommand({
  meta: {
    name: 'eval',
    description: 'Write one row per bar and one column per node output (nodeId.port), in full precision, empty where there is no value',
  },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const { workflow, out, json = false } = given
    if (out === '') throw new UsageError('--out needs a file name.')
    const backEnd = oneOf('backend', given.backend, ['interpreter', 'wasm']) ?? 'wasm'
    const overrides = settingsOverrides(given)
    const options = feedsOptions(given, repeatedFlag(rawArgs, 'data'))
    const plan = await loadPlan(workflow)
    const data = plan.ok ? await feedsData(plan.value, options) : plan
    const answers = await answersOrFailure(given.answers)
    if (!plan.ok || !data.ok || !answers.ok) {
      reportProblems([plan, data, answers].find((checked) => !checked.ok)?.problems ?? [], { json })
      return fail()
    }
    const feedOf = new Map(data.value.map((feed) => [feed.feed.nodeId, feed]))
    const problems = runProblems(plan.value, feedOf, runSettings(plan.value, overrides))
    if (problems.some(({ severity }) => severity === 'error')) {
      reportProblems(problems, { json })
      return fail()
    }
    printProblems([...plan.warnings, ...data.warnings, ...problems])
    const { columns, clock } = await outputColumns(plan.value, data.value, { backEnd, overrides, answers: answers.value })
    writeCsv(out, columns, clock.rows)
    const feeds = data.value.map(({ feed, interval, source, columns: { time } }) => ({
      feed: feed.nodeId,
      interval,
      source,
      bars: time.length,
    }))
    if (json)
      return say.json({ ok: true, out, rows: clock.rows, columns: columns.map(({ name }) => name), graphHash: plan.value.graphHash, feeds })
    say.error(`${clock.rows} rows of ${columns.length - 2} outputs written to ${out}`)
  },
})
