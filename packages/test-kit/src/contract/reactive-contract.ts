import type { PortfolioView } from '@strategraph/market-model'
import {
  compile,
  createRegistry,
  createSession,
  type EffectAnswer,
  type NodeDefinition,
  type Plan,
  type PortKind,
  type PortSpec,
  runBatch,
  type Tick,
} from '@strategraph/strategy-core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barList, marketBars } from '../bars.ts'
import { graph } from '../graph-builder.ts'
import { type HostRecord, portfolioView, recordingHost } from '../recording-host.ts'
import { scriptedNodes, testFeed, testScript, testTicker } from './scripted-nodes.ts'

type Definition = Extract<NodeDefinition, { behaviour: 'reactive' }>

export interface ReactiveContractOptions {
  readonly configs: readonly Readonly<Record<string, unknown>>[]
  readonly runs: number
}

const rows = 40

/** Laws of reactive nodes, checked in a running plan with scripted inputs of every kind. */
export function reactiveContract(definition: Definition, options: ReactiveContractOptions): void {
  const plans = options.configs.map((config) => () => planAround(definition, config))
  const cases = fc.record({ plan: fc.nat(plans.length - 1), seed: fc.integer({ min: 1, max: 1_000_000 }), cut: fc.nat(rows) })
  const law = (name: string, holds: (plan: Plan, seed: number, cut: number) => void) =>
    it(name, () => {
      fc.assert(
        fc.property(cases, ({ plan: index, seed, cut }) => {
          const plan = plans[index]?.()
          if (plan === undefined) throw new Error('no such case')
          holds(plan, seed, cut)
        }),
        { numRuns: options.runs },
      )
    })

  describe('in a running plan', () => {
    law('asks for declared effects only, reads the portfolio only if declared, changes no input', (plan, seed) => {
      // An undeclared effect throws UNDECLARED_EFFECT, a changed input throws because it is frozen.
      const { portfolioReads } = runSession(plan, seed)
      if (!definition.reads.includes('portfolio')) expect(portfolioReads, 'reads of the portfolio').toBe(0)
    })
    law('its outputs have their kind and range', (plan, seed) => {
      for (const record of runSession(plan, seed).records) {
        if (record.kind !== 'produced' || record.nodeId !== 'node') continue
        const spec: PortSpec | undefined = definition.outputs[record.port]
        expect(spec && faultOf(spec, record.value), `${record.port} = ${JSON.stringify(record.value)}`).toBeUndefined()
      }
    })
    law('the same events give the same decisions', (plan, seed) =>
      expect(runSession(plan, seed).records).toEqual(runSession(plan, seed).records),
    )
    law('its state survives a restart at any row', (plan, seed, cut) =>
      expect(runSession(plan, seed, cut).records).toEqual(runSession(plan, seed).records),
    )
    if (definition.receive === undefined) {
      law('a batch decides what a session decides', (plan, seed) => expect(runColumns(plan, seed)).toEqual(runSession(plan, seed).records))
    }
  })
}

/** The node with everything connected: candles to the feed, all else to a script of its own. */
function planAround(definition: Definition, config: Readonly<Record<string, unknown>>): Plan {
  const ports = Object.entries<PortSpec>({ ...definition.inputs, ...definition.extraInputs?.(config) })
  let document = graph().node('feed', testFeed).node('ticker', testTicker).node('node', definition, config)
  for (const [index, [port, { kind }]] of ports.entries()) {
    if (kind === 'candles') document = document.edge('feed.candles', `node.${port}`)
    else if (kind === 'quote') document = document.edge('ticker.quote', `node.${port}`)
    else
      document = document
        .node(`script${index}`, testScript, { seed: index + 1 })
        .edge('feed.candles', `script${index}.clock`)
        .edge(`script${index}.${scriptPort(kind)}`, `node.${port}`)
  }
  const plan = compile(document.document(), createRegistry([...scriptedNodes, definition]))
  if (!plan.ok) throw new Error(`${definition.type} does not compile: ${plan.problems.map(({ message }) => message).join(' ')}`)
  return plan.value
}

function scriptPort(kind: PortKind): string {
  return kind
}

/** Feeds a session bar by bar and answers every prompt one bar later; with `restartAt` it goes on in a new session there. */
function runSession(
  plan: Plan,
  seed: number,
  restartAt?: number,
): { readonly records: readonly HostRecord[]; readonly portfolioReads: number } {
  const host = recordingHost({ portfolio: changingPortfolio })
  let session = createSession(plan, host, { backEnd: 'interpreter' })
  let answered = 0
  const answer = (time: number) => {
    const asked = host.records.flatMap((record) => (record.kind === 'performed' && record.effect.kind === 'prompt' ? [record] : []))
    for (; answered < asked.length; answered++) session.onAnswer(answerOf(asked[answered]?.nodeId ?? '', answered, seed, time))
  }
  for (const [row, bar] of barList(marketBars({ bars: rows, seed, interval: '1h' })).entries()) {
    if (row === restartAt) {
      const saved: unknown = structuredClone(session.snapshot())
      session = createSession(plan, host, { backEnd: 'wasm' })
      session.restore(saved)
    }
    answer(bar.time)
    session.onBars([{ feed: 'feed', bar }], (tick) => host.beforeDecisions(tick))
  }
  return { records: host.records, portfolioReads: host.portfolioReads }
}

function runColumns(plan: Plan, seed: number): readonly HostRecord[] {
  const host = recordingHost({ portfolio: changingPortfolio })
  runBatch(plan, new Map([['feed', marketBars({ bars: rows, seed, interval: '1h' })]]), host, { backEnd: 'wasm' })
  return host.records
}

/** Flat, long and short in turn, by the row, so that batch and session see the same. */
function changingPortfolio(tick: Tick | undefined): PortfolioView {
  const row = tick?.index ?? 0
  return portfolioView({ time: tick?.time ?? 0, cash: 10_000 + row, quantity: [0, 1.5, -0.5][row % 3] ?? 0, price: 90 + (row % 20) })
}

function answerOf(nodeId: string, index: number, seed: number, time: number): EffectAnswer {
  const answers: readonly EffectAnswer['answer'][] = [
    { ok: true, action: 'buy', size: 0.5, confidence: 0.9, reason: 'up' },
    { ok: true, action: 'sell', size: 1, confidence: 0.2, reason: 'down' },
    { ok: false, code: 'TIMEOUT', reason: 'no answer in time' },
    // What a model says is not to be trusted, even when it is well formed.
    { ok: true, action: 'hold', size: Number.NaN, confidence: 7, reason: '' },
  ]
  return {
    nodeId,
    askId: `${nodeId}?${index}`,
    time,
    answer: answers[(index + seed) % answers.length] ?? { ok: false, code: 'NONE', reason: '' },
  }
}

function faultOf({ kind, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: PortSpec, value: unknown): string | undefined {
  switch (kind) {
    case 'number':
      return typeof value === 'number' && value >= min && value <= max ? undefined : `not a number within ${min} .. ${max}`
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'not yes or no'
    case 'text':
      return typeof value === 'string' ? undefined : 'not text'
    case 'decision':
      return hasText(value, 'reason') && hasText(value, 'action') && hasText(value, 'instrument') ? undefined : 'not a decision'
    case 'proposal':
    case 'order':
      return hasText(value, 'reason') && hasText(value, 'kind') && hasText(value, 'instrument') ? undefined : `not a ${kind}`
    case 'candles':
    case 'quote':
      return `a reactive node does not make ${kind}`
  }
}

function hasText(value: unknown, field: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, field) === 'string'
}
