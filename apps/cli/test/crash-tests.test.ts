import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CrashTestResult, crashPlans, runCrashTest, type ScenarioResult } from '@strategraph/crash-test'
import { scenarios } from '@strategraph/market-sim'
import { builtinNodes } from '@strategraph/nodes'
import { compile, parseDocument, type Plan } from '@strategraph/strategy-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategraph } from './support/cli.ts'
import { exampleNames, examplesFolder, loadExample } from './support/examples.ts'

async function tested(name: string, only: readonly string[]): Promise<CrashTestResult> {
  const { plan } = await loadExample(name)
  const outcome = runCrashTest(plan, { scenarios: only })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.result
}

const showcase = join(examplesFolder, 'risk-showcase/workflow.json')

/** The risk showcase with a daily loss that any fall of the market exceeds. */
function tightDocument(): object {
  const document: { readonly nodes: readonly { readonly id: string; readonly config: object }[] } = JSON.parse(
    readFileSync(showcase, 'utf8'),
  )
  const nodes = document.nodes.map((node) =>
    node.id === 'gate' ? { ...node, config: { ...node.config, dailyLoss: { on: true, limit: 0.1 } } } : node,
  )
  return { ...document, nodes }
}

function tightShowcase(): Plan {
  const parsed = parseDocument(tightDocument(), builtinNodes)
  const compiled = parsed.ok ? compile(parsed.value, builtinNodes) : parsed
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

const ruleOf = ({ rules }: ScenarioResult, name: string) => rules.find(({ rule }) => rule === name)

/** All scenarios for one example, for the others those in which orders are most at risk: a test of all five takes minutes. */
const chosen: readonly string[] = ['gap', 'feed-freeze', 'exchange-maintenance', 'reject-storm', 'news-shock']
const idsOf = (name: string) => scenarios.map(({ id }) => id).filter((id) => name === 'risk-showcase' || chosen.includes(id))

/** One slow run each: every expectation below looks at the same results. */
const results = new Map<string, CrashTestResult>()
beforeAll(async () => {
  for (const name of exampleNames) results.set(name, await tested(name, idsOf(name)))
}, 600_000)
const resultOf = (name: string) => {
  const result = results.get(name)
  if (result === undefined) throw new Error(`no result of ${name}`)
  return result
}
const scenarioOf = (name: string, id: string) => {
  const found = resultOf(name).scenarios.find(({ scenario }) => scenario === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

it('there is a plan for every scenario of the catalogue, and for no other', () => {
  expect(crashPlans.map(({ scenario }) => scenario).toSorted()).toEqual(scenarios.map(({ id }) => id).toSorted())
})

describe.each(exampleNames)('%s', (name) => {
  it('runs through the scenarios, each with a verdict, its reasons and its numbers', () => {
    const { passed, failed, notApplicable, history, scenarios: all } = resultOf(name)
    expect(all.map(({ scenario }) => scenario)).toEqual(idsOf(name))
    expect(passed + failed + notApplicable).toBe(all.length)
    expect(history.hasEntry).toBe(true)
    for (const result of all) {
      expect(result.why).not.toBe('')
      expect(result.rules).toHaveLength(5)
      expect(result.began).not.toBeNull()
      expect(result.orders.sent).toBeGreaterThan(0)
      const { time, price, equity } = result.samples
      expect(time).toEqual(time.toSorted((a, b) => a - b))
      for (const value of [...price, ...equity]) expect(value).toBeGreaterThan(0)
    }
  })

  it('keeps books that are equal to the venue’s, sends nothing on stale data and no loop of refused orders, and protects in time', () => {
    for (const result of resultOf(name).scenarios) {
      expect(ruleOf(result, 'ledger-matches-venue')?.verdict).toBe('passed')
      for (const rule of ['no-order-on-stale-data', 'no-reject-loop', 'protected-within'])
        expect(ruleOf(result, rule), `${result.scenario}: ${JSON.stringify(ruleOf(result, rule))}`).not.toMatchObject({ verdict: 'failed' })
    }
  })
})

describe('what the scenarios do', () => {
  it('the same workflow and seed give the same bytes, whether a scenario runs alone or with others; another seed does not', async () => {
    const again = await tested('risk-showcase', ['gap', 'reject-storm'])
    expect(JSON.stringify(again.scenarios)).toBe(
      JSON.stringify([scenarioOf('risk-showcase', 'gap'), scenarioOf('risk-showcase', 'reject-storm')]),
    )
    const { plan } = await loadExample('risk-showcase')
    const other = runCrashTest(plan, { scenarios: ['gap'], seed: 2 })
    expect(other.ok && other.result.scenarios[0]?.samples.price).not.toEqual(again.scenarios[0]?.samples.price)
  })

  it('a gap runs through the stop-loss: protected in time all the same, but not within a tight daily loss', () => {
    const gap = scenarioOf('risk-showcase', 'gap')
    expect(gap.fills.some(({ role }) => role === 'stop-loss')).toBe(true)
    expect(ruleOf(gap, 'protected-within')?.verdict).toBe('passed')
    const plan = tightShowcase()
    const tight = runCrashTest(plan, { scenarios: ['gap'] })
    expect(tight.ok && tight.result.scenarios[0]).toMatchObject({
      verdict: 'failed',
      why: expect.stringMatching(/were lost in a day \(UTC\), limit 0\.1 %/),
    })
  })

  it('a gap and news move the price by percents', () => {
    const fall = (id: string) => {
      const { price } = scenarioOf('ema-cross-rsi-filter', id).samples
      return Math.min(...price) / (price[0] ?? 1) - 1
    }
    expect(fall('news-shock')).toBeLessThan(-0.02)
    expect(fall('gap')).toBeLessThan(-0.04)
  })

  it('a strategy without a stop-loss has nothing to protect', () => {
    for (const result of resultOf('ema-cross-rsi-filter').scenarios)
      expect(ruleOf(result, 'protected-within')?.verdict).toBe('not-applicable')
  })

  it('models are not asked: a stand-in answers, and the result says so', () => {
    expect(resultOf('llm-decision-with-risk-gate').models).toBe('stand-in')
    expect(resultOf('risk-showcase').models).toBe('none')
  })

  it('what lasts is stretched to the bars of the strategy, what strikes is not', () => {
    expect(scenarioOf('risk-showcase', 'feed-freeze').stretch).toBe(12)
    expect(scenarioOf('donchian-breakout', 'exchange-maintenance').stretch).toBe(48)
    expect(scenarioOf('donchian-breakout', 'gap').stretch).toBe(1)
  })
})

describe('strategraph crash-test', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'strategraph-crash-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('prints verdicts and reasons, and ends with 1 when a scenario fails', { timeout: 60_000 }, () => {
    const tight = join(folder, 'tight.json')
    writeFileSync(tight, JSON.stringify(tightDocument()))
    const { code, out, error } = strategraph('crash-test', tight, '--scenario', 'gap')
    expect(code).toBe(1)
    expect(out).toMatch(/FAILED Gap .*lost in a day/)
    expect(out).toMatch(/Passed 0 of 1/)
    expect(error).toMatch(/Crash test of 1 scenarios/)
  })

  it('prints the result of the library as JSON, with the exit code that it asks for', { timeout: 60_000 }, () => {
    const { code, out } = strategraph('crash-test', showcase, '--scenario', 'reject-storm', '--json')
    const { ok, failed, scenarios: found } = JSON.parse(out)
    expect({ code, ok }).toEqual({ code: failed === 0 ? 0 : 1, ok: failed === 0 })
    expect(found).toEqual(JSON.parse(JSON.stringify([scenarioOf('risk-showcase', 'reject-storm')])))
  })

  it('refuses what cannot be tested: an unknown scenario with 2, a workflow with problems with 1', () => {
    expect(strategraph('crash-test', showcase, '--scenario', 'gop')).toMatchObject({
      code: 2,
      error: expect.stringMatching(/flash-crash, gap/),
    })
    const document = JSON.parse(readFileSync(showcase, 'utf8'))
    const broken = join(folder, 'broken.json')
    writeFileSync(broken, JSON.stringify({ ...document, nodes: [], edges: [] }))
    expect(strategraph('crash-test', broken, '--json')).toMatchObject({ code: 1, out: expect.stringContaining('"ok": false') })
  })
})
