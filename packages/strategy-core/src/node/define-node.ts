import type {
  Denial,
  FeedRequest,
  Instrument,
  InstrumentId,
  PortfolioView,
  Proposal,
  Review,
  RiskLimits,
  Time,
  TimeInForce,
} from '@strategraph/market-model'
import type { ApprovedOrder } from '@strategraph/market-model'
import type { z } from 'zod'
import type { CandleExpressions, Flag, Kernel, Num } from '../kernel/language.ts'
import type { PortKind, Ports, PortSpec, PortValues } from './port.ts'

/** Groups of the palette, in its order. */
export const categories = [
  'data',
  'source',
  'math',
  'logic',
  'indicator',
  'portfolio',
  'ai',
  'decision',
  'risk',
  'order',
  'output',
] as const
export type Category = (typeof categories)[number]

/** What a reactive node may ask for. Asked, never done: the run loop performs it and journals it first. */
export type Effect =
  | { readonly kind: 'prompt'; readonly prompt: PromptRequest }
  | { readonly kind: 'submit'; readonly order: ApprovedOrder; readonly as: SubmitAs }
  | { readonly kind: 'log'; readonly level: 'info' | 'warning'; readonly text: string }
  | { readonly kind: 'alert'; readonly severity: 'info' | 'warning' | 'critical'; readonly text: string }
export type EffectKind = Effect['kind'] | 'review'

export type SubmitAs =
  | { readonly type: 'market' }
  | {
      readonly type: 'limit'
      readonly price: number
      readonly timeInForce: Extract<TimeInForce, 'gtc' | 'gtd'>
      readonly expiresAfterBars?: number
      readonly postOnly: boolean
    }

export interface PromptRequest {
  readonly provider: 'anthropic' | 'openai'
  readonly model: string
  readonly system: string
  readonly user: string
  readonly maxTokens: number
  readonly timeoutMs: number
  readonly instrument: InstrumentId
}

/** What came back of a prompt. Anything but a valid answer is a failure with a reason; the node turns it into hold. */
export type PromptAnswer =
  | {
      readonly ok: true
      readonly action: 'buy' | 'sell' | 'hold'
      /** 0..1 */
      readonly size: number
      /** 0..1 */
      readonly confidence: number
      readonly reason: string
      readonly usage?: { readonly inputTokens: number; readonly outputTokens: number }
      readonly latencyMs?: number
    }
  | { readonly ok: false; readonly code: string; readonly reason: string; readonly latencyMs?: number }

/** An answer to an effect, delivered to `receive` of the node that asked. */
export interface EffectAnswer {
  readonly nodeId: string
  /** Of the ask: `<nodeId>?<n>`. */
  readonly askId: string
  readonly time: Time
  readonly answer: PromptAnswer
}

/** What a reactive node sees of the world at its row. */
export interface ReactiveContext {
  readonly nodeId: string
  /** Close time of the row. */
  readonly time: Time
  readonly portfolio: PortfolioView
  /** The instrument of the feed whose bars are the node's rows: of several above it the fastest, then the one with the smallest id. */
  readonly instrument: Instrument
  ask(effect: Effect): void
  /** The risk pipeline; only for definitions that declare the effect `review`. Limits can only tighten the account's. */
  review(proposal: Proposal, limits: RiskLimits): Review
  /** Puts a refusal of the node's own on record. */
  deny(denial: Denial, proposal?: Proposal): void
}

/** Prices of what a kernel sees for a port kind; reactive kinds never reach a kernel. */
type KernelInput<Kind extends PortKind> = Kind extends 'number'
  ? Num
  : Kind extends 'flag'
    ? Flag
    : Kind extends 'candles'
      ? CandleExpressions
      : never
type KernelInputs<Inputs extends Ports> = {
  readonly [Name in keyof Inputs]: Inputs[Name] extends { readonly many: true }
    ? readonly KernelInput<Inputs[Name]['kind']>[]
    : Inputs[Name] extends { readonly optional: true }
      ? KernelInput<Inputs[Name]['kind']> | undefined
      : KernelInput<Inputs[Name]['kind']>
}
type KernelOutputs<Outputs extends Ports> = { readonly [Name in keyof Outputs]: KernelInput<Outputs[Name]['kind']> }

/** A value, or undefined where there is none; `many` inputs are lists of the values that are there, by source node id, then output id. */
type ReactiveInputs<Inputs extends Ports> = {
  readonly [Name in keyof Inputs]: Inputs[Name] extends { readonly many: true }
    ? readonly PortValues[Inputs[Name]['kind']][]
    : PortValues[Inputs[Name]['kind']] | undefined
}
type ReactiveOutputs<Outputs extends Ports> = { readonly [Name in keyof Outputs]?: PortValues[Outputs[Name]['kind']] }

/** Plain data only (structured clone): cloned, compared and stored by the drivers. */
export type NodeState = Record<string, unknown>

type ConfigSchema = z.ZodObject
interface Described {
  /** `<category>.<name>`, kebab-case; the folder's name too. Never changes. */
  readonly type: string
  /** Raised by one with every change of config or ports; `migrations` then has one more entry. */
  readonly version: number
  readonly title: string
  /** One sentence: what the node gives. */
  readonly summary: string
  /** Markdown for the inspector: formula with its source, what NaN or a flat market does, when to use it. */
  readonly help: string
  readonly category: Category
  /** More words for the palette's search. */
  readonly keywords?: readonly string[]
  /** lucide icon name. */
  readonly icon?: string
  /** migrations[i] takes a config of version i + 1 to version i + 2. Pure. */
  readonly migrations?: readonly Migration[]
  /** Never bypassed when disabled (risk gates, orders). */
  readonly neverBypass?: boolean
  /** The numbers connected to this node are drawn on the run's chart, this way. Gets the parsed config. */
  // oxlint-disable-next-line typescript/no-explicit-any -- configs differ per definition; only `defineNode` knows which
  readonly chart?: (config: any) => ChartSpec
}

/** How a chart shows the values that are connected to a plotting node. */
export interface ChartSpec {
  readonly pane: 'price' | 'own'
  readonly style: 'line' | 'histogram'
  /** Name of the own pane; empty: the names of the values. */
  readonly title: string
}

export interface Migration {
  readonly config: (config: Readonly<Record<string, unknown>>) => Record<string, unknown>
  /** Renamed ports, old id to new id. */
  readonly inputs?: Readonly<Record<string, string>>
  readonly outputs?: Readonly<Record<string, string>>
}

/** Shown in help and run by the node contract. Number rows use null for "no value"; candles rows are [open, high, low, close, volume]. */
export interface NodeExample {
  readonly title: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly inputs: Readonly<Record<string, readonly (number | boolean | null | readonly number[])[]>>
  readonly outputs: Readonly<Record<string, readonly (number | boolean | null)[]>>
  /** Relative tolerance; exact when absent. */
  readonly tolerance?: number
}

/** Nearly all nodes: an expression graph. */
export interface KernelDefinition<Config extends ConfigSchema, Inputs extends Ports, Outputs extends Ports> extends Described {
  readonly config: Config
  readonly inputs: Inputs
  readonly outputs: Outputs
  readonly kernel: (inputs: KernelInputs<Inputs>, config: z.output<Config>, k: Kernel) => KernelOutputs<Outputs>
  readonly examples: readonly NodeExample[]
}

/** Rare: a block function over columns. State is plain data; no look-ahead; any partition of the rows gives the same bits. */
export interface NativeDefinition<Config extends ConfigSchema, Inputs extends Ports, Outputs extends Ports> extends Described {
  readonly config: Config
  readonly inputs: Inputs
  readonly outputs: Outputs
  readonly native: {
    readonly state: (config: z.output<Config>) => NodeState
    /** `inputs` hold one column per number/flag port and `<port>.open` ... `<port>.time` per candles port; flags are 0, 1, NaN. */
    readonly run: (
      state: NodeState,
      inputs: Readonly<Record<string, Float64Array>>,
      outputs: Readonly<Record<string, Float64Array>>,
      from: number,
      to: number,
      config: z.output<Config>,
    ) => void
    /** Rows before the first value of each output. */
    readonly warmUp: (config: z.output<Config>) => Readonly<Record<keyof Outputs & string, number>>
  }
  readonly examples: readonly NodeExample[]
}

/** Decides, asks, reads the account: one row (or one answer) at a time. */
export interface ReactiveDefinition<Config extends ConfigSchema, Inputs extends Ports, Outputs extends Ports> extends Described {
  readonly config: Config
  readonly inputs: Inputs
  readonly outputs: Outputs
  /** More inputs that the config names (the LLM prompt's variables). Ids are stable: the name itself. */
  readonly extraInputs?: (config: z.output<Config>) => Ports
  /** What `evaluate` and `receive` may ask for; asking for anything else is a `UndeclaredEffect` error. */
  readonly effects: readonly EffectKind[]
  /** Whether the portfolio is read; such nodes and all that follow them are in the reactive region. */
  readonly reads: readonly 'portfolio'[]
  /**
   * Inputs (decision, proposal, order: present; flag: true) of which at least one must speak for `evaluate` to be called.
   * Empty: called at every row of the node's clock. It is what lets a backtest skip rows in which nothing can happen.
   */
  readonly wakesOn: readonly (keyof Inputs & string)[]
  readonly state?: (config: z.output<Config>) => NodeState
  readonly evaluate: (
    context: ReactiveContext,
    inputs: ReactiveInputs<Inputs>,
    config: z.output<Config>,
    state: NodeState,
    extra: Readonly<Record<string, PortValues[PortKind] | undefined>>,
  ) => ReactiveOutputs<Outputs>
  readonly receive?: (
    context: ReactiveContext,
    answer: EffectAnswer,
    config: z.output<Config>,
    state: NodeState,
  ) => ReactiveOutputs<Outputs>
}

/** Where a graph begins: bars or quotes of a market. */
export interface SourceDefinition<Config extends ConfigSchema, Outputs extends Ports> extends Described {
  readonly config: Config
  readonly inputs: Record<never, never>
  readonly outputs: Outputs
  readonly source: (config: z.output<Config>) => SourceSpec
}

export interface SourceSpec extends FeedRequest {
  readonly stream: 'bars' | 'quotes'
  /** Where the data is to come from; the run request may replace it by another of the same interval. */
  readonly origin:
    | { readonly kind: 'simulated'; readonly seed: number }
    | { readonly kind: 'dataset'; readonly dataset: string }
    | { readonly kind: 'exchange'; readonly exchange: string }
}

// oxlint-disable-next-line typescript/no-explicit-any -- registries hold definitions of every config; each was checked where it was defined
type Any = any
export type NodeDefinition =
  | ({ readonly behaviour: 'kernel' } & KernelDefinition<Any, Any, Any>)
  | ({ readonly behaviour: 'native' } & NativeDefinition<Any, Any, Any>)
  | ({ readonly behaviour: 'reactive' } & ReactiveDefinition<Any, Any, Any>)
  | ({ readonly behaviour: 'source' } & SourceDefinition<Any, Any>)

type KernelPort = PortSpec & { readonly kind: 'number' | 'flag' | 'candles' }
type KernelPorts = Readonly<Record<string, KernelPort>>
type KernelOutPorts = Readonly<Record<string, PortSpec & { readonly kind: 'number' | 'flag' }>>

/** An indicator, a formula, logic. A kernel node with a reactive port kind, or with an effect, does not compile. */
export function defineNode<const Config extends ConfigSchema, const Inputs extends KernelPorts, const Outputs extends KernelOutPorts>(
  definition: KernelDefinition<Config, Inputs, Outputs>,
): { readonly behaviour: 'kernel' } & KernelDefinition<Config, Inputs, Outputs> {
  return { behaviour: 'kernel', ...definition }
}

export function defineNativeNode<const Config extends ConfigSchema, const Inputs extends KernelPorts, const Outputs extends KernelOutPorts>(
  definition: NativeDefinition<Config, Inputs, Outputs>,
): { readonly behaviour: 'native' } & NativeDefinition<Config, Inputs, Outputs> {
  return { behaviour: 'native', ...definition }
}

/** An `order` output is a type error unless the effect `review` is declared: only a risk gate makes approved orders. */
export function defineReactiveNode<
  const Config extends ConfigSchema,
  const Inputs extends Ports,
  const Outputs extends Ports,
  const Effects extends readonly EffectKind[],
>(
  definition: ReactiveDefinition<Config, Inputs, Outputs> & { readonly effects: Effects } & ('review' extends Effects[number]
      ? unknown
      : { readonly outputs: { readonly [Name in keyof Outputs]: Outputs[Name]['kind'] extends 'order' ? never : Outputs[Name] } }),
): { readonly behaviour: 'reactive' } & ReactiveDefinition<Config, Inputs, Outputs> {
  return { behaviour: 'reactive', ...definition }
}

export function defineSource<const Config extends ConfigSchema, const Outputs extends Ports>(
  definition: Omit<SourceDefinition<Config, Outputs>, 'inputs'>,
): { readonly behaviour: 'source' } & SourceDefinition<Config, Outputs> {
  return { behaviour: 'source', inputs: {}, ...definition }
}

/** The node types that a document may use, by `type`. */
export interface NodeRegistry {
  get(type: string): NodeDefinition | undefined
  readonly all: readonly NodeDefinition[]
}

/** Throws RangeError for a type given twice: a registry is written by us, so that is a mistake in the program. */
export function createRegistry(definitions: readonly NodeDefinition[]): NodeRegistry {
  const byType = new Map(definitions.map((definition) => [definition.type, definition]))
  if (byType.size !== definitions.length) throw new RangeError('two node definitions share one type')
  return { get: (type) => byType.get(type), all: definitions }
}
