import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plan } from '@strategraph/strategy-core'
import type { AnswerSource } from '@strategraph/trading-engine'
import { answersOrFailure } from '../../src/backtest/answer-tape.ts'
import { bindData } from '../../src/data/bind-data.ts'
import { type FeedData, loadCandles } from '../../src/data/load-candles.ts'
import { loadPlan } from '../../src/workflow/load-workflow.ts'

export const examplesFolder = resolve(import.meta.dirname, '../../../../examples')
export const exampleNames: readonly string[] = readdirSync(examplesFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

/** What an example promises; written by `UPDATE_EXAMPLES=1`, checked otherwise. */
export interface Expected {
  /** Feed node to file, and what answers the questions of LLM nodes. */
  readonly data: Readonly<Record<string, string>>
  readonly answers?: string
  readonly graphHash: string
  readonly bars: number
  readonly trades: number
  readonly finalEquity: number
  readonly maxDrawdownPercent: number
  readonly totalFees: number
  readonly denials: Readonly<Record<string, number>>
  /** SHA-256 over the lines of all decisions, proposals, reviews, orders, fills and trades of the run. */
  readonly decisionsSha256: string
}

export interface Example {
  readonly folder: string
  readonly plan: Plan
  readonly feeds: ReadonlyMap<string, FeedData>
  readonly answers: AnswerSource
  readonly expected: Expected
}

export async function loadExample(name: string): Promise<Example> {
  const folder = join(examplesFolder, name)
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'))
  const plan = await loadPlan(join(folder, 'workflow.json'))
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  const values = Object.entries(expected.data).map(([feed, file]) => `${feed}=${join(folder, file)}`)
  const feeds = new Map<string, FeedData>()
  for (const { feed, file = '' } of bindData(plan.value, values)) {
    const options = { lotSize: '0.00000001', stampsAreBarEnd: false, acceptProblems: false, missingVolume: false }
    const data = await loadCandles(feed, file, options)
    if (!data.ok) throw new Error(JSON.stringify(data.problems))
    feeds.set(feed.nodeId, data.value)
  }
  const answers = await answersOrFailure(expected.answers === undefined ? undefined : join(folder, expected.answers))
  if (!answers.ok) throw new Error(JSON.stringify(answers.problems))
  return { folder, plan: plan.value, feeds, answers: answers.value, expected }
}
