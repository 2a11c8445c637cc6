import { builtinNodes } from '@strategraph/nodes'
import { parseDocument } from '@strategraph/strategy-core'
import { explainOrder, type JournalEvent } from '@strategraph/trading-engine'
import { describe, expect, it } from 'vitest'
import example from '../../../../../../examples/ema-cross-rsi-filter/workflow.json' with { type: 'json' }
import { proposalText, tellOrder } from './explain-order.ts'

const parsed = parseDocument(example, builtinNodes)
const reason = 'EMA 20 crossed above EMA 50 with RSI below 70'
const at = { runId: 'r', time: 1000 }
const events: readonly JournalEvent[] = [
  {
    ...at,
    seq: 1,
    type: 'values',
    payload: {
      tick: 9,
      values: {
        'ema_fast.value': 101.5,
        'ema_slow.value': 100,
        'rsi.value': 61.7,
        'cross_up.result': true,
        'cross_down.result': false,
        'not_hot.result': true,
        'entry.result': true,
      },
    },
  },
  {
    ...at,
    seq: 2,
    type: 'decision',
    payload: { nodeId: 'signals', port: 'decision', decision: { action: 'buy', instrument: 'i', reason } },
  },
  {
    ...at,
    seq: 3,
    type: 'proposal',
    payload: {
      nodeId: 'size',
      port: 'proposal',
      proposal: { kind: 'entry', side: 'buy', quantity: { kind: 'units', units: 0.5 }, reason },
    },
  },
  { ...at, seq: 4, type: 'approved', payload: { nodeId: 'gate', order: { kind: 'entry' } } },
  {
    ...at,
    seq: 5,
    type: 'order',
    payload: {
      order: {
        id: 'order#1',
        nodeId: 'order',
        instrument: 'i',
        side: 'buy',
        role: 'entry',
        type: 'market',
        quantity: 0.5,
        timeInForce: 'gtc',
        reduceOnly: false,
        reason,
      },
    },
  },
  {
    ...at,
    seq: 6,
    time: 2000,
    type: 'fill',
    payload: {
      fill: {
        tradeId: 't',
        orderId: 'order#1',
        instrument: 'i',
        time: 1000,
        side: 'buy',
        price: 102,
        quantity: 0.5,
        fee: '0.13',
        liquidity: 'taker',
      },
    },
  },
]

describe('why an order was made', () => {
  if (!parsed.ok) throw new Error('the example does not parse')
  const explanation = explainOrder(events, 'order#1')
  if (explanation === undefined) throw new Error('no explanation')
  const story = tellOrder(parsed.value, explanation, 1)

  it('is a truth table of the conditions under its decision, with what each looked at', () => {
    expect(story.conditions.map(({ asks, name, isTrue, depth }) => [asks, name, isTrue, depth])).toEqual([
      ['Buy', 'Cross and not overbought', true, 0],
      [undefined, 'EMA 20 above EMA 50', true, 1],
      [undefined, 'RSI below 70', true, 1],
      ['Close', 'EMA 20 below EMA 50', false, 0],
    ])
    expect(story.conditions.find(({ nodeId }) => nodeId === 'not_hot')?.inputs).toEqual(['RSI 14 61.7', '< 70'])
  })

  it('then says what sizing, gate and market did', () => {
    expect(story.steps.map(({ title, text }) => `${title}: ${text}`)).toEqual([
      `Buy or close: Decided to buy: ${reason}`,
      'Half of equity: Buy 0.5',
      'Risk gate: Let it through: within all limits',
      'Market order: Buy 0.5, market order',
      'Market: Bought 0.5 at 102.0, fee 0.13 (taker)',
    ])
  })

  it('names the nodes on the way, each once', () => {
    expect(story.nodeIds).toEqual(['entry', 'cross_up', 'not_hot', 'cross_down', 'signals', 'size', 'gate', 'order'])
  })

  it('puts sizes and brackets into words', () => {
    expect(proposalText({ kind: 'close' })).toBe('Close the whole position')
    expect(
      proposalText({ kind: 'entry', side: 'sell', quantity: { kind: 'cash-at-fill', fraction: 0.95 }, stopLoss: 12.5, takeProfit: 9 }),
    ).toBe('Sell for 95.0 % of the cash, stop at 12.5, target at 9')
  })
})
