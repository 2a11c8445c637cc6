import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { compile, evaluateColumns, type NodeDefinition, type OutputKey, type PortSpec } from '@strategraph/strategy-core'
import { type GoldenIndicatorName, goldenIndicators, graph, marketBars, sharedDataFolder, sharedDataMissing } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { builtinNodes } from './index.ts'

const pureNodes = builtinNodes.all.filter(({ behaviour }) => behaviour === 'kernel' || behaviour === 'native')
const idOf = ({ type }: NodeDefinition) => type.replace('.', '-')

/** Every pure node behind one feed: candles and closes straight from it, flags from comparisons of the close with two averages. */
function everyPureNode() {
  let document = graph('every-pure-node')
    .node('feed', 'data.market-feed')
    .node('average', 'indicator.sma', { period: 5 })
    .node('isAbove', 'logic.compare')
    .node('isBelow', 'logic.compare', { operator: '<' })
  for (const compare of ['isAbove', 'isBelow'])
    document = document.edge('feed.candles', `${compare}.a`).edge('average.value', `${compare}.b`)
  document = document.edge('feed.candles', 'average.source')
  for (const definition of pureNodes) {
    const id = idOf(definition)
    document = document.node(id, definition)
    for (const [index, [port, { kind, many }]] of Object.entries<PortSpec>(definition.inputs).entries()) {
      const flags = [`${['isAbove', 'isBelow'][index % 2]}.result`, 'isBelow.result']
      const sources = kind === 'flag' ? flags : ['feed.candles', 'average.value']
      for (const source of many ? sources : sources.slice(0, 1)) document = document.edge(source, `${id}.${port}`)
    }
  }
  return document.document()
}

const keysOf = (definitions: readonly NodeDefinition[]): readonly OutputKey[] =>
  definitions.flatMap((definition) => Object.keys(definition.outputs).map((port) => `${idOf(definition)}.${port}`))

function planOf(document: ReturnType<typeof everyPureNode>) {
  const plan = compile(document, builtinNodes)
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join('\n'))
  return plan.value
}

describe('registry', () => {
  it('every node lies in the folder that its type names', () => {
    const strays = builtinNodes.all.filter(({ type }) => {
      const [category = '', name = ''] = type.split('.')
      return !existsSync(resolve(import.meta.dirname, category, name, `${name}.ts`))
    })
    expect(strays.map(({ type }) => type)).toEqual([])
  })

  it('titles are told apart in the palette', () => {
    const titles = builtinNodes.all.map(({ title }) => title)
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([])
  })

  it('all pure nodes together in one graph: both back ends give the same bits', () => {
    const plan = planOf(everyPureNode())
    const feeds = new Map([['feed', marketBars({ bars: 1500, seed: 3, gaps: 0.02 })]])
    const keys = keysOf(pureNodes)
    const interpreted = evaluateColumns(plan, feeds, keys, { backEnd: 'interpreter' })
    const compiled = evaluateColumns(plan, feeds, keys, { backEnd: 'wasm' })
    const different = keys.filter((key) => {
      const values = compiled.get(key)?.values
      return values === undefined || !(interpreted.get(key)?.values.every((value, row) => Object.is(value, values[row])) ?? false)
    })
    expect(different).toEqual([])
  })
})

/** Through the whole way that `eval` goes: document, compile, fused module, columns. Defaults of the nodes. */
const listed: Readonly<Record<OutputKey, string>> = {
  'indicator-sma.value': 'sma20',
  'indicator-ema.value': 'ema20',
  'indicator-wma.value': 'wma20',
  'indicator-rsi.value': 'rsi14',
  'indicator-macd.macd': 'macd',
  'indicator-macd.signal': 'macd_signal',
  'indicator-macd.histogram': 'macd_hist',
  'indicator-bollinger.upper': 'bb_upper',
  'indicator-bollinger.lower': 'bb_lower',
  'indicator-atr.value': 'atr14',
  'indicator-stochastic.k': 'stoch_slowk',
  'indicator-stochastic.d': 'stoch_slowd',
  'indicator-adx.adx': 'adx14',
  'indicator-adx.plusDi': 'plus_di14',
  'indicator-adx.minusDi': 'minus_di14',
  'indicator-vwap.value': 'vwap_utc_day',
  'indicator-donchian.upper': 'donchian20_upper',
  'indicator-donchian.lower': 'donchian20_lower',
  'indicator-ichimoku.spanB': 'ichimoku_spanB52_unshifted',
  'indicator-keltner.upper': 'keltner_upper',
  'indicator-trix.value': 'trix15',
}

describe(`listed indicators in one graph${sharedDataFolder() === undefined ? ` (skipped: ${sharedDataMissing})` : ''}`, () => {
  const series: readonly GoldenIndicatorName[] = ['kraken_btcusd_1h_2021', 'kraken_xbtusdt_1m_flat', 'made_flat_and_monotone']
  it.skipIf(sharedDataFolder() === undefined).each(series)('equal the reference values of %s', (name) => {
    const golden = goldenIndicators(name)
    if (golden === undefined) throw new Error(`reference values of ${name} are not there`)
    const keys = Object.keys(listed)
    const results = evaluateColumns(planOf(everyPureNode()), new Map([['feed', golden.bars]]), keys, { backEnd: 'wasm' })
    const faults = keys.flatMap((key) => {
      const expected = golden.columns[listed[key] ?? ''] ?? new Float64Array()
      const actual = results.get(key)?.values ?? new Float64Array()
      const largest = expected.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, Math.abs(value))), 0)
      const row = expected.findIndex((value, at) => {
        const given = actual[at] ?? Number.NaN
        if (Number.isNaN(value) || Number.isNaN(given)) return Number.isNaN(value) !== Number.isNaN(given)
        return Math.abs(given - value) > 1e-9 * Math.max(Math.abs(value), 1e-6 * largest)
      })
      return row < 0 && expected.length > 0 ? [] : [`${key}, row ${row}: ${actual[row]}, reference ${expected[row]}`]
    })
    expect(faults).toEqual([])
  })
})
