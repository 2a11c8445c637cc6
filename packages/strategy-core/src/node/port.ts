import type { ApprovedOrder, Bar, Decision, Proposal, Quote } from '@strategraph/market-model'

/**
 * What may flow through an edge. `number` and `flag` have a value at every row (or none yet); `candles` are CLOSED bars;
 * `quote` is the live, forming market and fits no input that decides; `text` has a value at a row; `decision`, `proposal`
 * and `order` exist only in the moment in which they are made.
 */
export type PortKind = 'number' | 'flag' | 'candles' | 'quote' | 'text' | 'decision' | 'proposal' | 'order'

export interface PortSpec {
  readonly kind: PortKind
  readonly doc: string
  readonly title?: string
  /** Inputs only: runs without a connection (the node sees "no value"). */
  readonly optional?: boolean
  /** Inputs only: takes several edges. */
  readonly many?: boolean
  /** Outputs only: range that the editor draws and the node contract checks. */
  readonly min?: number
  readonly max?: number
  /** 'price', '%', 'bars': how the editor writes the value. */
  readonly unit?: string
}

export type InputSpec<Kind extends PortKind = PortKind> = PortSpec & { readonly kind: Kind }
export type OutputSpec<Kind extends PortKind = PortKind> = PortSpec & { readonly kind: Kind }
export type Ports = Readonly<Record<string, PortSpec>>

type Extra = Omit<PortSpec, 'kind' | 'doc'>
/** `series('Values to measure')`: a number at every row. */
export function series<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'number'; doc: string } & E {
  return { kind: 'number', doc, ...extra } as { kind: 'number'; doc: string } & E
}
export function flag<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'flag'; doc: string } & E {
  return { kind: 'flag', doc, ...extra } as { kind: 'flag'; doc: string } & E
}
export function candles<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'candles'; doc: string } & E {
  return { kind: 'candles', doc, ...extra } as { kind: 'candles'; doc: string } & E
}
export function quote<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'quote'; doc: string } & E {
  return { kind: 'quote', doc, ...extra } as { kind: 'quote'; doc: string } & E
}
export function text<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'text'; doc: string } & E {
  return { kind: 'text', doc, ...extra } as { kind: 'text'; doc: string } & E
}
export function decision<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'decision'; doc: string } & E {
  return { kind: 'decision', doc, ...extra } as { kind: 'decision'; doc: string } & E
}
export function proposal<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'proposal'; doc: string } & E {
  return { kind: 'proposal', doc, ...extra } as { kind: 'proposal'; doc: string } & E
}
export function order<const E extends Extra = Record<never, never>>(doc: string, extra?: E): { kind: 'order'; doc: string } & E {
  return { kind: 'order', doc, ...extra } as { kind: 'order'; doc: string } & E
}

/** The value of a kind inside a reactive node; `undefined` = no value (yet, or not in this moment). */
export interface PortValues {
  readonly number: number
  readonly flag: boolean
  readonly candles: Bar
  readonly quote: Quote
  readonly text: string
  readonly decision: Decision
  readonly proposal: Proposal
  readonly order: ApprovedOrder
}
export type PortValue<Kind extends PortKind = PortKind> = PortValues[Kind]
