import type { WorkflowDocument, WorkflowNode } from '@strategraph/strategy-core'
import type { JournalEvent, OrderExplanation } from '@strategraph/trading-engine'
import { portTitle, shapeOf } from '../../../editor/model/strategy.ts'
import { formatFixed, formatNumber, formatValue } from '../../../ui/format.ts'
import { denialNumbers, denialTitle } from '../decisions/denial-words.ts'

/** One line of the truth table: a condition, how it came out and what it looked at. */
export interface Condition {
  readonly nodeId: string
  /** Name of the input that it answers ("Buy"); undefined further down. */
  readonly asks: string | undefined
  readonly name: string
  /** undefined: no value yet. */
  readonly isTrue: boolean | undefined
  /** "RSI 14: 61.68", and the node's own setting. */
  readonly inputs: readonly string[]
  /** 0 stands at the decision. */
  readonly depth: number
}

export interface Step {
  readonly title: string
  readonly text: string
  readonly tone: 'plain' | 'good' | 'bad'
}

export interface OrderStory {
  readonly conditions: readonly Condition[]
  readonly steps: readonly Step[]
  /** Nodes on the way from the candles to the order, for the canvas. */
  readonly nodeIds: readonly string[]
}

type Values = OrderExplanation['values']
type DecisionEvent = Extract<JournalEvent, { type: 'decision' }>
const mostDepth = 6

/** Why an order exists, in the words of the strategy: the conditions of its decision, then what sizing, gate and market did. */
export function tellOrder(document: WorkflowDocument, explanation: OrderExplanation, decimals: number): OrderStory {
  const { order, causes, effects, values } = explanation
  const decision = decisionOf(explanation)
  const start = decision === undefined ? undefined : nodeOf(document, decision.payload.nodeId)
  const conditions = start === undefined ? [] : conditionsOf(document, start, values)
  const steps = [
    ...causes.flatMap((event) => causeStep(document, event, decision)),
    { title: nameOf(document, order.nodeId), text: orderText(order, decimals), tone: 'plain' as const },
    ...effects.flatMap((event) => effectStep(event, decimals)),
  ]
  const nodeIds = [
    ...conditions.map(({ nodeId }) => nodeId),
    ...causes.flatMap((event) =>
      'nodeId' in event.payload && typeof event.payload.nodeId === 'string' && isOnPath(event, decision) ? [event.payload.nodeId] : [],
    ),
    order.nodeId,
  ]
  return { conditions, steps, nodeIds: [...new Set(nodeIds)] }
}

const nodeOf = (document: WorkflowDocument, id: string): WorkflowNode | undefined => document.nodes.find((node) => node.id === id)
export function nameOf(document: WorkflowDocument, id: string): string {
  const node = nodeOf(document, id)
  return node === undefined ? id : shapeOf(node).name
}

/** Of several decisions of one moment, the one whose reason the order carries. */
function decisionOf({ causes, order }: OrderExplanation): DecisionEvent | undefined {
  const decisions = causes.filter((event) => event.type === 'decision')
  return (
    decisions.find((event) => event.payload.decision.reason === order.reason) ??
    decisions.find((event) => event.payload.decision.action !== 'hold')
  )
}

/** Refusals and holds of other branches of the same moment are not part of this order's story. */
function isOnPath(event: JournalEvent, decision: DecisionEvent | undefined): boolean {
  if (event.type === 'denied') return false
  return event.type !== 'decision' || decision === undefined || event.payload.decision.reason === decision.payload.decision.reason
}

function conditionsOf(document: WorkflowDocument, decision: WorkflowNode, values: Values): Condition[] {
  const found: Condition[] = []
  const seen = new Set<string>()
  const walk = (node: WorkflowNode, depth: number) => {
    for (const edge of document.edges.filter((candidate) => candidate.target === node.id)) {
      const source = nodeOf(document, edge.source)
      if (source === undefined || shapeOf(source).outputs[edge.sourceHandle]?.kind !== 'flag' || seen.has(source.id)) continue
      seen.add(source.id)
      const value = values?.[`${edge.source}.${edge.sourceHandle}`]
      found.push({
        nodeId: source.id,
        asks: depth === 0 ? portTitle(shapeOf(node).inputs, edge.targetHandle) : undefined,
        name: shapeOf(source).name,
        isTrue: typeof value === 'boolean' ? value : undefined,
        inputs: inputTexts(document, source, values),
        depth,
      })
      if (depth < mostDepth) walk(source, depth + 1)
    }
  }
  walk(decision, 0)
  return found
}

/** The numbers that a condition compared, by the names of the nodes they came from. */
function inputTexts(document: WorkflowDocument, node: WorkflowNode, values: Values): string[] {
  const incoming = document.edges.filter((edge) => edge.target === node.id)
  const connected = incoming.flatMap((edge) => {
    const source = nodeOf(document, edge.source)
    const kind = source && shapeOf(source).outputs[edge.sourceHandle]?.kind
    if (source === undefined || kind === 'flag') return []
    const value = values?.[`${edge.source}.${edge.sourceHandle}`]
    if (value === undefined || typeof value === 'object') return []
    const ports = shapeOf(source).outputs
    const name =
      Object.keys(ports).length > 1 ? `${shapeOf(source).name} ${portTitle(ports, edge.sourceHandle).toLowerCase()}` : shapeOf(source).name
    return [`${name} ${formatValue(value)}`]
  })
  const { config } = node
  const taken = new Set(incoming.map((edge) => edge.targetHandle))
  const setting = ['operator', 'a', 'b', 'value', 'bars', 'from', 'to'].flatMap((name) => {
    const value = config[name]
    return (typeof value === 'number' || typeof value === 'string') && !taken.has(name) ? [String(value)] : []
  })
  return setting.length === 0 ? connected : [...connected, setting.join(' ')]
}

function causeStep(document: WorkflowDocument, event: JournalEvent, decision: DecisionEvent | undefined): Step[] {
  if (!isOnPath(event, decision) && event.type !== 'denied') return []
  switch (event.type) {
    case 'decision': {
      const { action, reason, confidence } = event.payload.decision
      const sure = confidence === undefined ? '' : ` (confidence ${formatFixed(100 * confidence, 0)} %)`
      return [{ title: nameOf(document, event.payload.nodeId), text: `Decided to ${action}${sure}: ${reason}`, tone: 'plain' }]
    }
    case 'answer': {
      const { answer } = event.payload
      const isGood = answer['ok'] === true
      const text = isGood ? `The model answered: ${formatValue(answer)}` : `The model gave no usable answer: ${failureOf(answer)}`
      return [{ title: nameOf(document, event.payload.nodeId), text, tone: isGood ? 'plain' : 'bad' }]
    }
    case 'proposal':
      return [{ title: nameOf(document, event.payload.nodeId), text: proposalText(event.payload.proposal), tone: 'plain' }]
    case 'approved':
      return [{ title: nameOf(document, event.payload.nodeId), text: 'Let it through: within all limits', tone: 'good' }]
    case 'denied': {
      const { denial } = event.payload
      const numbers = denialNumbers(denial)
      return [
        {
          title: nameOf(document, event.payload.nodeId),
          text: `Refused another wish: ${denialTitle(denial)}${numbers === undefined ? '' : ` (${numbers})`}`,
          tone: 'bad',
        },
      ]
    }
    default:
      return []
  }
}

function failureOf(answer: Readonly<Record<string, unknown>>): string {
  const { reason, code } = { reason: answer['reason'], code: answer['code'] }
  return typeof reason === 'string' ? reason : typeof code === 'string' ? code : 'no reason given'
}

/** What sizing made of a decision. */
export function proposalText(proposal: Readonly<Record<string, unknown>>): string {
  if (proposal['kind'] === 'close') return 'Close the whole position'
  const side = proposal['side'] === 'sell' ? 'Sell' : 'Buy'
  const { quantity, stopLoss, takeProfit } = {
    quantity: proposal['quantity'],
    stopLoss: proposal['stopLoss'],
    takeProfit: proposal['takeProfit'],
  }
  const parts = [`${side} ${quantityText(quantity)}`]
  if (typeof stopLoss === 'number') parts.push(`stop at ${formatNumber(stopLoss)}`)
  if (typeof takeProfit === 'number') parts.push(`target at ${formatNumber(takeProfit)}`)
  return parts.join(', ')
}

function quantityText(quantity: unknown): string {
  if (typeof quantity !== 'object' || quantity === null) return 'an amount'
  if ('units' in quantity && typeof quantity.units === 'number') return formatNumber(quantity.units)
  if ('fraction' in quantity && typeof quantity.fraction === 'number') return `for ${formatFixed(100 * quantity.fraction, 1)} % of the cash`
  return 'an amount'
}

const roleWords: Readonly<Record<string, string>> = {
  'stop-loss': 'Stop-loss order',
  'take-profit': 'Take-profit order',
  'end-of-data': 'Closed because the data ends',
}

function orderText(order: OrderExplanation['order'], decimals: number): string {
  const price = order.price === undefined ? '' : ` at ${formatFixed(order.price, decimals)}`
  const size = order.quantity === undefined ? '' : ` ${formatNumber(order.quantity)}`
  const what = `${order.side === 'buy' ? 'Buy' : 'Sell'}${size}, ${order.type} order${price}`
  const role = roleWords[order.role]
  return role === undefined ? what : `${role}: ${what.charAt(0).toLowerCase()}${what.slice(1)}`
}

function effectStep(event: JournalEvent, decimals: number): Step[] {
  if (event.type === 'fill') {
    const { side, quantity, price, fee, liquidity } = event.payload.fill
    const text = `${side === 'buy' ? 'Bought' : 'Sold'} ${formatNumber(quantity)} at ${formatFixed(price, decimals)}, fee ${formatFixed(Number(fee), 2)} (${liquidity})`
    return [{ title: 'Market', text, tone: 'good' }]
  }
  if (event.type !== 'order.state') return []
  const { status, reason, code } = event.payload
  if (status !== 'rejected' && status !== 'canceled' && status !== 'expired') return []
  return [
    {
      title: 'Market',
      text: ['Order', status, code, reason].filter((part) => part !== undefined).join(' '),
      tone: status === 'rejected' ? 'bad' : 'plain',
    },
  ]
}
