import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtinNodes } from '@strategraph/nodes'
import { compile, type Plan, parseDocument } from '@strategraph/strategy-core'
import { reference } from './reference-strategy.ts'

const examples = join(import.meta.dirname, '../../../../examples')

interface ExampleJson {
  readonly settings: { readonly account: object }
  readonly nodes: readonly { readonly id: string; readonly type: string; readonly config: Record<string, unknown> }[]
}

/** The EMA-cross example itself; only interval, size, account and the gate's drawdown limit are set so that a million bars keep trading. */
export function referenceDocument(): unknown {
  const json: ExampleJson = JSON.parse(readFileSync(join(examples, 'ema-cross-rsi-filter/workflow.json'), 'utf8'))
  const nodes = json.nodes.map((node) => {
    if (node.id === 'feed') return { ...node, config: { ...node.config, interval: '1m' } }
    if (node.id === 'gate') return { ...node, config: { ...node.config, maxDrawdown: { on: false, limit: 25 } } }
    return node.id === 'size' ? { ...node, type: 'decision.size-fixed', config: { units: 1 } } : node
  })
  const account = { ...json.settings.account, initialCash: String(reference.cash), takerFee: reference.fee, slippageBps: 0 }
  return { ...json, settings: { ...json.settings, account }, nodes }
}

/** Parse, validate, compile; throws with the problems. */
export function planOf(document: unknown): Plan {
  const parsed = parseDocument(document, builtinNodes)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const plan = compile(parsed.value, builtinNodes)
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  return plan.value
}
