import { type Decision, type Denial, priceOf, type Proposal, quantityOf, type Review, type Time } from '@strategraph/market-model'
import type { Effect, PortKind, PortValues } from '@strategraph/strategy-core'
import { recordable } from '../journal/recordable.ts'
import type { Recorder } from '../journal/recorder.ts'
import type { MarketState } from './markets.ts'

export interface DenialRecord {
  readonly time: Time
  readonly nodeId: string
  readonly denial: Denial
}

/** What a run says about its decisions: in the journal where one is kept, refusals in any case. */
export interface RunLog {
  /** The first ones; all are in the counts. */
  readonly denials: readonly DenialRecord[]
  readonly denialCounts: ReadonlyMap<string, number>
  status(state: 'running' | 'paused', why: { readonly code: string; readonly reason: string }): void
  readonly deny: (nodeId: string, denial: Denial, proposal?: Proposal) => void
  approve(nodeId: string, order: ApprovedOrder, market: MarketState): void
  say(nodeId: string, effect: Extract<Effect, { kind: 'log' | 'alert' }>): void
  ask(nodeId: string, askId: string, prompt: Extract<Effect, { kind: 'prompt' }>['prompt']): void
  /** Decisions and proposals that a node put on a port; other kinds of values are not recorded. */
  readonly produce: (nodeId: string, port: string, kind: PortKind, value: PortValues[PortKind]) => void
}

type ApprovedOrder = Extract<Review, { ok: true }>['order']

/** Denials beyond this many are counted, not kept: a gate may refuse at every bar of a long backtest. */
const keptDenials = 10_000

export function createRunLog(recorder: Recorder, eventTime: () => Time): RunLog {
  const denials: DenialRecord[] = []
  const denialCounts = new Map<string, number>()
  return {
    denials,
    denialCounts,
    status(state, { code, reason }) {
      recorder.append(eventTime(), { type: 'status', payload: { status: state, code, reason } })
    },
    deny(nodeId, denial, proposal) {
      denialCounts.set(denial.code, (denialCounts.get(denial.code) ?? 0) + 1)
      if (denials.length < keptDenials) denials.push({ time: eventTime(), nodeId, denial })
      if (!recorder.isActive) return
      const { code, message, limit, actual, clockAhead } = denial
      recorder.append(eventTime(), {
        type: 'denied',
        payload: {
          nodeId,
          denial: {
            code,
            message,
            ...(limit !== undefined && Number.isFinite(limit) ? { limit } : {}),
            ...(actual !== undefined && Number.isFinite(actual) ? { actual } : {}),
            ...(clockAhead === undefined ? {} : { clockAhead }),
          },
          ...(proposal === undefined ? {} : { proposal: recordable(proposal) }),
        },
      })
    },
    approve(nodeId, order, market) {
      if (recorder.isActive) recorder.append(eventTime(), { type: 'approved', payload: { nodeId, order: shownOrder(order, market) } })
    },
    say(nodeId, effect) {
      if (effect.kind === 'log') recorder.append(eventTime(), { type: 'log', payload: { nodeId, level: effect.level, text: effect.text } })
      else recorder.append(eventTime(), { type: 'alert', payload: { nodeId, severity: effect.severity, text: effect.text } })
    },
    ask(nodeId, askId, prompt) {
      recorder.append(eventTime(), { type: 'ask', payload: { nodeId, askId, prompt: recordable(prompt) } })
    },
    produce(nodeId, port, kind, value) {
      if (!recorder.isActive || typeof value !== 'object') return
      if (kind === 'decision' && 'action' in value)
        recorder.append(eventTime(), { type: 'decision', payload: { nodeId, port, decision: shownDecision(value) } })
      else if (kind === 'proposal')
        recorder.append(eventTime(), { type: 'proposal', payload: { nodeId, port, proposal: recordable(value) } })
    },
  }
}

function shownDecision({ action, instrument, reason, confidence, sizeFraction, stopLoss, takeProfit }: Decision): {
  action: Decision['action']
  instrument: string
  reason: string
} {
  return { action, instrument, reason, ...recordable({ confidence, sizeFraction, stopLoss, takeProfit }) }
}

function shownOrder(order: ApprovedOrder, { market: { scale } }: MarketState): Record<string, unknown> {
  if (order.kind === 'close') return recordable(order)
  const { quantity, stopLoss, takeProfit } = order
  return recordable({
    ...order,
    quantity:
      quantity.kind === 'lots'
        ? { kind: 'units', units: quantityOf(quantity.lots, scale) }
        : { kind: 'cash-at-fill', fraction: quantity.fraction, step: quantityOf(quantity.lotStep, scale) },
    stopLoss: stopLoss === undefined ? undefined : priceOf(stopLoss, scale),
    takeProfit: takeProfit === undefined ? undefined : priceOf(takeProfit, scale),
  })
}
