import type { Interval } from '@strategraph/market-model'
import type { WorkflowDocument } from '../document/document.ts'
import type { KernelProgram } from '../kernel/program.ts'
import type { NodeDefinition, SourceSpec } from '../node/define-node.ts'
import type { PortKind } from '../node/port.ts'

/** `<nodeId>.<port>`: a column of `eval`, a key of `values` events, a value on the canvas. */
export type OutputKey = string

/** An input of a planned node: which outputs feed it and how they are converted. Broken or disabled edges are not in it. */
export interface PlannedInput {
  readonly port: string
  readonly kind: PortKind
  /** By source node id, then output id. */
  readonly sources: readonly { readonly edgeId: string; readonly output: OutputKey; readonly from: PortKind }[]
}

export interface PlannedNode {
  readonly id: string
  readonly definition: NodeDefinition
  /** Parsed: defaults filled in. */
  readonly config: Readonly<Record<string, unknown>>
  readonly inputs: readonly PlannedInput[]
  readonly outputs: Readonly<Record<string, PortKind>>
  readonly region: 'source' | 'pure' | 'reactive'
  /** Index into `Plan.domains`; -1 for a live ticker and for what only a ticker feeds. */
  readonly domain: number
  /** Rows of its domain before each output has a value, derived. Reactive nodes: what their number and flag inputs need. */
  readonly warmUp: number
}

/**
 * The clock of a feed. A node belongs to the fastest domain among its ancestors' feeds; values of other domains are held
 * (as-of). Nodes without an ancestor feed (constants) live in every domain that uses them and are shown in the first.
 */
export interface Domain {
  /** The feed node whose bars are the rows. */
  readonly feed: string
  readonly interval: Interval
  /** Pure stages in order: fused kernels, with native nodes in between where there are any. */
  readonly stages: readonly Stage[]
  readonly warmUp: number
}

export type Stage =
  | { readonly kind: 'kernel'; readonly program: KernelProgram }
  /** Input columns are named as in NativeDefinition.run; values say which output (or feed column) each one is. */
  | { readonly kind: 'native'; readonly nodeId: string; readonly inputs: Readonly<Record<string, OutputKey>> }

/** Reactive nodes and the kernels behind them, in order. `wake`: see `ReactiveDefinition.wakesOn`. */
export type ReactiveStep =
  | { readonly kind: 'node'; readonly nodeId: string }
  /** Kernel (or native) nodes behind reactive ones, run one row at a time through the same back ends. */
  | { readonly kind: 'stage'; readonly stage: Stage; readonly nodeIds: readonly string[] }

export interface FeedPlan {
  readonly nodeId: string
  readonly label: string
  readonly spec: SourceSpec
}

/** A document that may run: everything checked, sorted, fused. */
export interface Plan {
  readonly document: WorkflowDocument
  /** Names the strategy: SHA-256 of the canonical JSON of what affects behaviour. */
  readonly graphHash: string
  readonly feeds: readonly FeedPlan[]
  /** Slowest first; at one moment slower bars are seen before faster ones. */
  readonly domains: readonly Domain[]
  /** In document order; the order of evaluation is in stages and steps. */
  readonly nodes: ReadonlyMap<string, PlannedNode>
  /** Evaluation order of the reactive region. */
  readonly reactive: readonly ReactiveStep[]
  /**
   * When the reactive region must be visited: at every row, or only in rows in which one of these flags of the pure
   * region is true (or an order is open, which the run loop knows).
   */
  readonly wake: { readonly kind: 'every-row' } | { readonly kind: 'flags'; readonly outputs: readonly OutputKey[] }
  /** Pure outputs that reactive nodes read or that explain them (all pure ancestors of deciding nodes): stored with each decision. */
  readonly explained: readonly OutputKey[]
  /** Bars of each feed before the first decision can be made. */
  readonly warmUp: ReadonlyMap<string, number>
}
