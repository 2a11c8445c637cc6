import type { PortKind } from './port.ts'

/** How a value of one kind becomes another when an edge joins them; drawn on the edge, so that nothing is silent. */
export interface Conversion {
  readonly from: PortKind
  readonly to: PortKind
  readonly label: string
}

export const conversions: readonly Conversion[] = [
  { from: 'candles', to: 'number', label: 'close' },
  { from: 'number', to: 'text', label: 'as text' },
  { from: 'flag', to: 'text', label: 'as text' },
  { from: 'decision', to: 'text', label: 'reason' },
]

export type Fit =
  | { readonly fits: true; readonly conversion?: Conversion }
  | { readonly fits: false; readonly code: 'KIND_MISMATCH'; readonly reason: string; readonly fix: string }

const why: Partial<Record<`${PortKind}>${PortKind}`, { reason: string; fix: string }>> = {
  'quote>candles': {
    reason: 'A live quote is not a closed candle: it changes until the candle closes.',
    fix: 'Connect a Market feed instead.',
  },
  'quote>number': { reason: 'Live prices may not decide: a backtest could not repeat them.', fix: 'Use the close of a Market feed.' },
  'number>flag': { reason: 'A number is not yes or no.', fix: 'Insert a Compare node.' },
  'flag>number': { reason: 'Yes or no is not a number.', fix: 'Insert an If/Select node.' },
  'flag>decision': { reason: 'A signal says when, not what to do.', fix: 'Insert a Signals to decision node.' },
  'decision>proposal': { reason: 'A decision has no size yet.', fix: 'Insert a Position sizing node.' },
  'decision>order': { reason: 'Only a Risk gate makes orders.', fix: 'Insert Position sizing and a Risk gate.' },
  'proposal>order': { reason: 'No risk gate has approved this.', fix: 'Insert a Risk gate.' },
}

/** Whether an output of kind `from` may be joined with an input of kind `to`; a refusal says why and what helps. */
export function fit(from: PortKind, to: PortKind): Fit {
  if (from === to) return { fits: true }
  const conversion = conversions.find((candidate) => candidate.from === from && candidate.to === to)
  if (conversion !== undefined) return { fits: true, conversion }
  const known = why[`${from}>${to}`]
  return {
    fits: false,
    code: 'KIND_MISMATCH',
    reason: known?.reason ?? `This output gives ${kindNames[from]}, this input takes ${kindNames[to]}.`,
    fix: known?.fix ?? `Connect an output that gives ${kindNames[to]}.`,
  }
}

export const kindNames: Readonly<Record<PortKind, string>> = {
  number: 'a number',
  flag: 'yes or no',
  candles: 'closed candles',
  quote: 'a live quote',
  text: 'text',
  decision: 'a decision',
  proposal: 'a sized proposal',
  order: 'an approved order',
}
