import type { Micros, SimulationConfig } from '@strategraph/market-sim'
import type { MarketAgent } from '@strategraph/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlReport } from './html-report.ts'
import { escapeMarkdown, markdownReport, spark } from './markdown-report.ts'
import { extremeAgents, marketFigures, personaFigures, type ReportFacts } from './report-facts.ts'

const hostile = `<script>alert(1)</script> [x](javascript:alert) "' | & \`code\``

const agent = (id: number, persona: string, roi: number, name = `agent ${id}`): MarketAgent => ({
  id,
  name,
  persona,
  mind: 'rule',
  initialCapital: 1000,
  equity: 1000 * (1 + roi),
  roi,
  roiByTrading: roi / 2,
  trades: 10,
  openOrders: 0,
  lastDecision: {
    seq: 1,
    time: 0,
    agent: id,
    agentName: name,
    symbol: 'BTC/USD',
    action: 'hold',
    quantity: 0,
    price: null,
    reason: hostile,
    mind: 'rule',
  },
})

const config: SimulationConfig = { seed: 42, startTime: 0 as Micros, instruments: [], population: [{ persona: 'noise', count: 3 }] }
const facts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  summary: { id: 'r', createdAt: 1_000_000, seed: 42, marketFrom: 0, marketTo: 3_600_000, ticks: 12_345 },
  config,
  recording: {
    from: 0,
    every: 60_000_000,
    times: [0, 60_000_000, 120_000_000, 180_000_000],
    markets: [
      {
        symbol: 'BTC/USD',
        last: [null, 100, 110, 99],
        spread: [null, 1, 2, 3],
        bought: [0, 1, 2, 3],
        sold: [0, 3, 2, 1],
        trades: 7,
        volume: 12,
      },
    ],
    equityTimes: [0, 120_000_000],
    equity: [
      [1000, 1100],
      [1000, 900],
      [1000, 1000],
    ],
  },
  agents: [agent(0, 'noise', 0.1), agent(1, 'whale', -0.1, hostile), agent(2, 'noise', 0)],
  events: [{ seq: 1, time: 5, kind: 'story', symbol: 'BTC/USD', title: hostile, text: hostile }],
  ...change,
})

describe('figures', () => {
  it('of a market: what it began and ended with, its range, spread and volatility; unknown prices are left out', () => {
    const [market] = marketFigures(facts())
    expect(market).toMatchObject({ first: 100, last: 99, high: 110, low: 99, volume: 12, trades: 7, spread: 2 })
    expect(market?.change).toBeCloseTo(-0.01)
    const squares = Math.log(1.1) ** 2 + Math.log(99 / 110) ** 2
    expect(market?.volatility).toBeCloseTo(Math.sqrt((squares / 2) * 365.25 * 24 * 60))
  })

  it('of personas: best mean first', () => {
    expect(personaFigures(facts())).toMatchObject([
      { persona: 'noise', agents: 2, meanRoi: 0.05, meanByTrading: 0.025, bestRoi: 0.1, worstRoi: 0, trades: 20 },
      { persona: 'whale', agents: 1, meanRoi: -0.1 },
    ])
  })

  it('of the best and worst agents: each once, with its return over time', () => {
    const lines = extremeAgents(facts(), 1)
    expect(lines.map(({ name }) => name)).toEqual(['agent 0', hostile])
    expect(lines[0]?.roi).toEqual([0, expect.closeTo(0.1)])
    expect(extremeAgents(facts(), 5).length).toBe(3)
  })
})

describe('the page', () => {
  it('holds everything in itself, says that it is simulated, and shows charts, seed, story and configuration', () => {
    const html = htmlReport(facts())
    expect(html).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|https?:/i)
    expect(html).toMatch(/default-src 'none'/)
    expect(html.match(/<svg /g)?.length).toBe(6)
    for (const text of [
      'Simulated',
      'seed 42',
      '12,345',
      'price',
      'spread',
      'order flow',
      'Mean return by persona',
      '&quot;persona&quot;: &quot;noise&quot;',
    ])
      expect(html).toContain(text)
  })

  it('what agents and models wrote stays text', () => {
    const html = htmlReport(facts())
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    // What is fenced is code, which is shown as it is.
    const markdown = markdownReport(facts()).replaceAll(/^```[^]*?^```$/gm, '')
    expect(markdown).not.toContain('<script>')
    expect(markdown).not.toMatch(/[^\\]\[x[^\\]\]\(/)
    expect(markdown).toContain('\\<script\\>')
  })

  it('a market in which nothing has happened has a report too', () => {
    const empty = facts({
      recording: {
        from: 0,
        every: 1,
        times: [],
        markets: [{ symbol: 'X/Y', last: [], spread: [], bought: [], sold: [], trades: 0, volume: 0 }],
        equityTimes: [],
        equity: [],
      },
      agents: [],
      events: [],
    })
    expect(htmlReport(empty)).toContain('no data')
    expect(markdownReport(empty)).toContain('no data')
    expect(htmlReport(empty)).not.toMatch(/NaN|Infinity/)
  })

  it('never writes a number that is none, whatever the prices', () => {
    const price = fc.option(fc.double({ min: 1e-8, max: 1e9, noNaN: true }), { nil: null })
    fc.assert(
      fc.property(fc.array(price, { minLength: 4, maxLength: 4 }), (last) => {
        const { recording } = facts()
        const html = htmlReport(
          facts({ recording: { ...recording, markets: recording.markets.map((market) => ({ ...market, last, spread: last })) } }),
        )
        expect(html).not.toMatch(/NaN|Infinity|undefined/)
      }),
    )
  })
})

describe('text', () => {
  it('a row of blocks runs from the lowest to the highest value', () => {
    expect(spark([1, null, 2, 3])).toBe('▁ ▅█ 1 to 3')
    expect(spark([5, 5])).toBe('▄▄ 5 to 5')
    expect(spark([null])).toBe('no data')
  })

  it('no text can begin a list, a heading or a second line', () => {
    expect(escapeMarkdown('a\n# b | c')).toBe('a \\# b \\| c')
  })
})
