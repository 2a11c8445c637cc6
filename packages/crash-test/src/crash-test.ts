import { intervals } from '@strategraph/market-model'
import { findScenario, scenarios } from '@strategraph/market-sim'
import type { Plan, Problem } from '@strategraph/strategy-core'
import { runProblems, runSettings } from '@strategraph/trading-engine'
import { type CrashPlan, crashPlans } from './crash-plans.ts'
import { crashFeeds, crashSetup } from './crash-setup.ts'
import type { CrashFeed } from './history.ts'
import { judge } from './judge/judge.ts'
import type { CrashTestResult, ScenarioResult } from './result.ts'
import { runScenario } from './scenario-run.ts'

/** Changes whenever the same workflow and seed may give another result. */
export const crashTestVersion = 2
export const crashTestSeed = 1

export interface CrashTestOptions {
  /** Ids of the catalogue; default: all. */
  readonly scenarios?: readonly string[]
  /** 0 to 2^32 - 1. */
  readonly seed?: number
  /** Told 0..1 and the scenario that runs; false cancels. */
  readonly onProgress?: (done: number, scenario: string) => boolean
}

export type CrashTestOutcome =
  | { readonly ok: true; readonly result: CrashTestResult }
  | { readonly ok: false; readonly code: 'CANCELED' | 'NOT_RUNNABLE' | 'UNKNOWN_SCENARIO'; readonly problems: readonly Problem[] }

/**
 * Runs a workflow through scenarios, each in a market of its own: seeded history, then the venue with its agents, its orders in
 * their book. The same workflow and seed give the same bytes. See crash-test.decision.md.
 */
export function runCrashTest(
  plan: Plan,
  { scenarios: wanted, seed = crashTestSeed, onProgress = () => true }: CrashTestOptions = {},
): CrashTestOutcome {
  const plans = chosenPlans(wanted)
  if (plans === undefined) return refused('UNKNOWN_SCENARIO', 'There is no such scenario.', scenarios.map(({ id }) => id).join(', '))
  const feeds = crashFeeds(plan)
  const problem = runProblems(plan, new Map(feeds.map(({ feed, binding }) => [feed, binding])), runSettings(plan)).find(
    ({ severity }) => severity === 'error',
  )
  if (problem !== undefined) return { ok: false, code: 'NOT_RUNNABLE', problems: [problem] }
  const setup = crashSetup(plan, feeds, seed)

  const results: ScenarioResult[] = []
  let opening: readonly number[] = []
  let askedModels = false
  for (const [index, crashPlan] of plans.entries()) {
    const run = runScenario(setup, crashPlan, (done) => onProgress((index + done) / plans.length, crashPlan.scenario))
    if (run === undefined) return refused('CANCELED', 'Canceled.', '')
    const { verdict, why, rules } = judge(run.tape, crashPlan.rules)
    const { id, title, summary } = run.scenario
    results.push({ scenario: id, title, summary, verdict, why, rules, ...run.facts })
    if (index === 0) opening = run.opening
    askedModels ||= run.askedModels
  }
  const count = (verdict: ScenarioResult['verdict']) => results.filter((result) => result.verdict === verdict).length
  return {
    ok: true,
    result: {
      version: crashTestVersion,
      graphHash: plan.graphHash,
      seed,
      interval: fastest(feeds),
      history: {
        bars: setup.history.moments.length,
        hasEntry: setup.history.hasEntry,
        seams: setup.simulation.instruments.map(({ instrument: { symbol }, startPrice }, index) => ({
          symbol,
          close: startPrice,
          market: opening[index] ?? startPrice,
          isMadeUp: feeds.some(({ spec }) => spec.instrument.symbol === symbol && spec.isMadeUp),
        })),
      },
      models: askedModels ? 'stand-in' : 'none',
      passed: count('passed'),
      failed: count('failed'),
      notApplicable: count('not-applicable'),
      scenarios: results,
    },
  }
}

function chosenPlans(wanted: readonly string[] | undefined): readonly CrashPlan[] | undefined {
  if (wanted === undefined) return crashPlans
  if (wanted.some((id) => findScenario(id) === undefined)) return undefined
  return crashPlans.filter(({ scenario }) => wanted.includes(scenario))
}

function refused(code: 'CANCELED' | 'UNKNOWN_SCENARIO', message: string, expected: string): CrashTestOutcome {
  return { ok: false, code, problems: [{ path: [], code, message, severity: 'error', ...(expected === '' ? {} : { expected }) }] }
}

const fastest = (feeds: readonly CrashFeed[]) =>
  feeds.reduce((best, { interval }) => (intervals[interval] < intervals[best] ? interval : best), feeds[0]?.interval ?? '1h')
