import { setTimeout } from 'node:timers/promises'
import type { Plan } from '@strategraph/strategy-core'
import {
  type AnswerSource,
  createTradingSession,
  type PromptAsk,
  type RunSettingsOverrides,
  runProblems,
  runSettings,
} from '@strategraph/trading-engine'
import { defineCommand } from 'citty'
import { answersOrFailure } from '../backtest/answer-tape.ts'
import { settingsArgs, settingsOverrides } from '../backtest/settings-args.ts'
import { fail } from '../command-line/exit.ts'
import { integerFlag, numberFlag, refuseUnknownArguments, timeFlag } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { simulationStart } from '../data/simulated-candles.ts'
import { bindingsOf, type SimulatedFeed, simulatedFeeds, stepFeeds } from '../dry-run/simulated-feeds.ts'
import { loadPlan } from '../workflow/load-workflow.ts'

const args = {
  workflow: { type: 'positional', description: 'Workflow file whose feeds are simulated', required: true },
  bars: { type: 'string', description: 'Stop after so many candles of the fastest feed', default: '500' },
  speed: { type: 'string', description: 'Seconds of market time per second; as fast as possible when left out' },
  json: { type: 'boolean', description: 'Print problems as JSON too; the journal always is' },
  start: { type: 'string', description: 'Open time of the first candle', default: '2024-01-01' },
  answers: { type: 'string', description: 'Recorded answers for LLM nodes; without them every question is answered with a failure (hold)' },
  ...settingsArgs,
} as const

export const dryRunCommand = defineCommand({
  meta: {
    name: 'run',
    description: 'Dry-run a workflow on the simulated market; prints the journal, one JSON event per line. Ctrl-C stops it',
  },
  args,
  async run({ args: given, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const { json = false } = given
    const bars = integerFlag('bars', given.bars, { min: 1, max: 10_000_000 }) ?? 500
    const speed = numberFlag('speed', given.speed, { min: 0.001, max: 1e9 })
    const overrides = settingsOverrides(given)
    const startTime = timeFlag('start', given.start) ?? simulationStart
    const plan = await loadPlan(given.workflow)
    const feeds = plan.ok ? simulatedFeeds(plan.value, startTime) : plan
    const answers = await answersOrFailure(given.answers)
    if (!plan.ok || !feeds.ok || !answers.ok) {
      reportProblems([plan, feeds, answers].find((checked) => !checked.ok)?.problems ?? [], { json })
      return fail()
    }
    const problems = runProblems(plan.value, bindingsOf(feeds.value), runSettings(plan.value, overrides))
    if (problems.some(({ severity }) => severity === 'error')) {
      reportProblems(problems, { json })
      return fail()
    }
    printProblems([...plan.warnings, ...problems])
    say.error('DRY-RUN on the simulated market')
    await dryRun(plan.value, feeds.value, { bars, speed, startTime, overrides, answers: answers.value })
  },
})

interface DryRun {
  readonly bars: number
  readonly speed: number | undefined
  readonly startTime: number
  readonly overrides: RunSettingsOverrides
  readonly answers: AnswerSource
}

async function dryRun(plan: Plan, feeds: readonly SimulatedFeed[], { bars, speed, startTime, overrides, answers }: DryRun): Promise<void> {
  const asked: PromptAsk[] = []
  const session = createTradingSession(plan, bindingsOf(feeds), overrides, {
    backEnd: 'wasm',
    mode: 'dry-run',
    runId: 'cli',
    startedAt: startTime,
    sink: { append: (event) => say.jsonLine(event) },
    onAsk: (ask) => asked.push(ask),
  })
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  process.once('SIGTERM', () => stopping.abort())
  const clock = plan.domains.at(-1)?.feed
  const started = performance.now()
  let now = startTime
  for (let closed = 0; closed < bars && !stopping.signal.aborted; ) {
    const step = stepFeeds(feeds)
    now = step.time
    if (speed !== undefined) await waitUntil(started + (now - startTime) / speed, stopping.signal)
    // Lets a signal in even when nothing has to wait.
    else if (step.bars.length > 0 && closed % 100 === 0) await setTimeout(0)
    for (const { feed, quote } of step.quotes) session.onQuote(feed, quote)
    if (step.bars.length === 0) continue
    session.onBars(step.bars)
    for (let ask = asked.shift(); ask !== undefined; ask = asked.shift()) {
      session.onAnswer({ nodeId: ask.nodeId, askId: ask.askId, time: now, answer: answers.answer(ask.prompt, ask.askId) })
    }
    if (step.bars.some(({ feed }) => feed === clock)) closed += 1
  }
  if (stopping.signal.aborted) session.stop('Stopped by the user', now)
  else session.finish(now)
}

async function waitUntil(moment: number, signal: AbortSignal): Promise<void> {
  const left = moment - performance.now()
  if (left <= 1) return
  // Aborting ends the waiting; the loop sees why.
  await setTimeout(left, undefined, { signal }).catch(() => undefined)
}
