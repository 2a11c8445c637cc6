import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { compileCpp } from './matching/cpp-engine.ts'
import { makeFlow } from './matching/flow.ts'
import type { Flow, Outcome } from './matching/flow.ts'
import { runLibrary } from './matching/npm-engines.ts'
import { runCore, runVenue } from './matching/own-engines.ts'

/**
 * One flow of messages through the matching core with its events read, the whole venue (accounts, holds, fees, checks), the order books of
 * npm and a C++ book: processor time per message, medians over fresh processes that alternate. A process runs the flow several times: the
 * first time is cold, the median of the last three is hot. The libraries get the flow's beginning, and once, cold, the whole; everybody has to trade
 * the same there.
 */
const processes = 5
const whole = 1_000_000
const prefix = 100_000
const passes = 6

interface Run {
  readonly cold: Outcome
  readonly hot: Outcome
}

interface Contender {
  readonly messages: number
  readonly run: (flow: Flow, messages: number) => Outcome
  /** Default: `passes`. */
  readonly once?: boolean
}

const libraries = ['nodejs-order-book', 'hft-limit-order-book'] as const
const contenders: Readonly<Record<string, Contender>> = {
  core: { messages: whole, run: runCore },
  'core, prefix': { messages: prefix, run: runCore },
  venue: { messages: whole, run: (flow, messages) => runVenue(flow, messages, false) },
  'venue, all observed': { messages: whole, run: (flow, messages) => runVenue(flow, messages, true) },
  'venue, prefix': { messages: prefix, run: (flow, messages) => runVenue(flow, messages, false) },
  ...Object.fromEntries(
    libraries.flatMap((library): [string, Contender][] => {
      const run = (flow: Flow, messages: number) => runLibrary(library, flow, messages)
      return [
        [library, { messages: prefix, run }],
        [`${library}, whole`, { messages: whole, run, once: true }],
      ]
    }),
  ),
}
const [, , name] = process.argv
if (name === undefined) compare()
else {
  const contender = contenders[name]
  if (contender === undefined) throw new Error(`no contender ${name}`)
  const flow = makeFlow(contender.messages)
  const outcomes = Array.from({ length: contender.once === true ? 1 : passes }, () => contender.run(flow, contender.messages))
  const [cold] = outcomes
  const last = outcomes.slice(-3).toSorted((a, b) => a.seconds - b.seconds)
  const hot = last[last.length >> 1]
  console.log(JSON.stringify({ cold, hot }))
}

function compare(): void {
  const runs = new Map<string, Run[]>()
  const note = (contender: string, run: Run) => runs.set(contender, [...(runs.get(contender) ?? []), run])
  const cpp = compileCpp(makeFlow(whole))
  if (cpp === undefined) console.log('C++: skipped, there is no g++')
  for (let round = 0; round < processes; round += 1) {
    for (const contender of Object.keys(contenders)) note(contender, inFreshProcess(contender))
    for (const messages of cpp === undefined ? [] : [whole, prefix]) {
      const outcome = cpp?.run(messages)
      if (outcome !== undefined) note(messages === whole ? 'C++' : 'C++, prefix', { cold: outcome, hot: outcome })
    }
  }
  cpp?.remove()
  print(runs)
}

function inFreshProcess(contender: string): Run {
  const child = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, contender], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as Run
}

function print(runs: ReadonlyMap<string, readonly Run[]>): void {
  const nanoseconds = ({ seconds, messages }: Outcome) => (seconds / messages) * 1e9
  const hot = (contender: string) => median((runs.get(contender) ?? []).map((run) => nanoseconds(run.hot)))
  const cold = (contender: string) => median((runs.get(contender) ?? []).map((run) => nanoseconds(run.cold)))
  console.log(
    `load average ${loadavg()[0]?.toFixed(1)}; ${processes} processes each; ns of processor time per message, hot (each process) | cold`,
  )
  for (const [contender, own] of runs) {
    const each = own.map((run) => nanoseconds(run.hot).toFixed(0)).join(' ')
    const [{ hot: outcome }] = own as [Run]
    console.log(
      `${contender.padEnd(27)} ${hot(contender).toFixed(0).padStart(6)} ns ${(1000 / hot(contender)).toFixed(2).padStart(6)} M/s (${each}) | ${cold(contender).toFixed(0)} ns; ` +
        `${outcome.messages} messages, ${outcome.trades} trades`,
    )
  }
  for (const library of libraries) {
    const ratio = (own: string) => (hot(library) / hot(own)).toFixed(0)
    console.log(
      `core is ${ratio('core, prefix')} times as fast as ${library} on the same ${prefix} messages, the venue ${ratio('venue, prefix')} times; ` +
        `on all ${whole}, both cold, ${(cold(`${library}, whole`) / cold('core')).toFixed(0)} times, the venue ${(cold(`${library}, whole`) / cold('venue')).toFixed(1)} times`,
    )
  }
  if (runs.has('C++')) console.log(`core takes ${(hot('core') / hot('C++')).toFixed(2)} times as long as C++`)
  const outcomes = [...runs].map(([contender, own]) => [contender, own.flatMap((run) => [run.cold, run.hot])] as const)
  for (const messages of [whole, prefix]) {
    const results = outcomes.flatMap(([, list]) => list.filter((outcome) => outcome.messages === messages).map(resultOf))
    if (new Set(results).size === 1) console.log(`${messages} messages: all agree on ${results[0]}`)
    else {
      console.log(`${messages} messages: DIFFERENT results: ${[...new Set(results)].join(' / ')}`)
      process.exitCode = 1
    }
  }
}

function resultOf({ trades, volume, bestBid, bestAsk }: Outcome): string {
  return `${trades} trades of ${volume} lots, book ${bestBid} / ${bestAsk}`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
