import type { Denial, Instrument, PortfolioView, Proposal, Review, RiskLimits, Time } from '@strategraph/market-model'
import type { Effect, EffectAnswer, EffectKind, NodeState, ReactiveContext } from '../node/define-node.ts'
import type { PortKind, Ports } from '../node/port.ts'
import type { Plan, PlannedInput, PlannedNode } from '../plan/plan.ts'
import type { ReactiveHost } from './driver.ts'
import { DriverError } from './driver-error.ts'
import { clonePlain } from './plain-data.ts'
import { type Cell, type PortValueOf, type ReactiveValues, type SourceReader, sourceReader } from './reactive-values.ts'

/** Why the region is looked at: a row closed in some domains, or an answer came between rows. */
export type Moment = { readonly kind: 'tick'; readonly rows: readonly number[] } | { readonly kind: 'answer' }

/** A step of the reactive region. */
export interface StepRun {
  readonly id: string
  evaluate(moment: Moment): void
  snapshot(): unknown
  restore(state: unknown): void
}

export interface ReactiveNodeRun extends StepRun {
  /** Evaluates without telling the host; for nodes that only read (see `passiveNodes`). */
  refresh(): void
  receive(answer: EffectAnswer): void
}

export interface RegionWorld {
  readonly plan: Plan
  readonly values: ReactiveValues
  readonly host: ReactiveHost
  readonly passive: ReadonlySet<string>
  /** Close time of the present row. */
  time: number
}

interface InputRun {
  readonly port: string
  readonly kind: PortKind
  readonly isMany: boolean
  readonly isExtra: boolean
  readonly isWaking: boolean
  readonly sources: readonly SourceReader[]
}

type Outputs = Readonly<Record<string, PortValueOf | undefined>>

export function createReactiveNode(world: RegionWorld, node: PlannedNode): ReactiveNodeRun {
  const { definition, config, id, domain } = node
  if (definition.behaviour !== 'reactive') throw new Error(`"${id}" is not a reactive node`)
  const isPassive = world.passive.has(id)
  const isDriven = definition.wakesOn.length > 0
  const inputs = inputRuns(world, node)
  const waking = inputs.filter(({ isWaking }) => isWaking)
  const readers = inputs.flatMap(({ sources }) => sources)
  const cells = Object.keys(node.outputs).map((port) => ({ port, cell: world.values.cells.get(`${id}.${port}`) }))
  const context = new NodeContext(world, node)
  // Written anew before each evaluation: a node reads its inputs while it is evaluated and keeps none of the two records.
  const given: Record<string, PortValueOf | readonly PortValueOf[] | undefined> = emptyRecord(inputs, false)
  const extra: Record<string, PortValueOf | undefined> = emptyRecord(inputs, true)
  let state: NodeState = definition.state?.(config) ?? {}

  const isDue = (moment: Moment): boolean => {
    const isRow = moment.kind === 'tick' && (moment.rows[domain] ?? -1) >= 0
    if (isDriven) {
      for (const input of waking) if (speaks(input, moment.kind, isRow)) return true
      return false
    }
    if (moment.kind === 'answer') return readers.some((reader) => reader.madeNow())
    return isRow || isPassive
  }
  const compute = (): Outputs => {
    for (const { port, isMany, isExtra, sources } of inputs) {
      if (isMany) given[port] = presentValues(sources)
      else if (isExtra) extra[port] = sources[0]?.read()
      else given[port] = sources[0]?.read()
    }
    return definition.evaluate(context, given, config, state, extra)
  }
  const keep = (outputs: Outputs, tell: boolean) => {
    for (const port in outputs) {
      const value = outputs[port]
      if (value === undefined) continue
      const cell = cells.find((candidate) => candidate.port === port)?.cell
      if (cell === undefined) throw new DriverError('UNKNOWN_OUTPUT', `${definition.type} has no output "${port}"`)
      store(world, cell, value)
      if (tell && cell.value !== undefined) world.host.produced(id, port, cell.kind, value)
    }
  }

  return {
    id,
    evaluate(moment) {
      if (isDue(moment)) keep(compute(), true)
    },
    refresh: () => keep(compute(), false),
    receive(answer) {
      const outputs: Outputs | undefined = definition.receive?.(context, answer, config, state)
      if (outputs !== undefined) keep(outputs, true)
    },
    snapshot: () => clonePlain(state),
    restore(saved) {
      if (typeof saved !== 'object' || saved === null) throw new DriverError('SNAPSHOT_MISMATCH', `the state of "${id}" is missing`)
      state = Object.fromEntries(Object.entries(clonePlain(saved)))
    },
  }
}

function store(world: RegionWorld, cell: Cell, value: PortValueOf): void {
  // A number without a value is "no value", not a number: readers must not meet NaN.
  cell.value = typeof value === 'number' && Number.isNaN(value) ? undefined : value
  cell.moment = world.values.moment
}

/**
 * Whether a waking input speaks. Pure values and flags are levels: they speak in rows of the node's clock, a flag if it is true.
 * What reactive nodes make speaks in the moment in which it is made.
 */
function speaks(input: InputRun, moment: Moment['kind'], isRow: boolean): boolean {
  for (const source of input.sources) {
    const value = source.read()
    if (value === undefined) continue
    if (
      input.kind === 'flag'
        ? value === true && (moment === 'tick' ? isRow : source.madeNow())
        : source.isReactive
          ? source.madeNow()
          : isRow
    )
      return true
  }
  return false
}

function presentValues(sources: readonly SourceReader[]): readonly PortValueOf[] {
  const [only] = sources
  if (only !== undefined && sources.length === 1) {
    const value = only.read()
    return value === undefined ? [] : [value]
  }
  const values: PortValueOf[] = []
  for (const source of sources) {
    const value = source.read()
    if (value !== undefined) values.push(value)
  }
  return values
}

const emptyRecord = (inputs: readonly InputRun[], isExtra: boolean): Record<string, undefined> =>
  Object.fromEntries(inputs.filter((input) => input.isExtra === isExtra).map(({ port }) => [port, undefined]))

function inputRuns(world: RegionWorld, node: PlannedNode): readonly InputRun[] {
  const { definition, config } = node
  if (definition.behaviour !== 'reactive') return []
  const fixed: Ports = definition.inputs
  const extra: Ports = definition.extraInputs?.(config) ?? {}
  return node.inputs.map(({ port, kind, sources }: PlannedInput) => ({
    port,
    kind,
    isMany: (Object.hasOwn(fixed, port) ? fixed[port] : extra[port])?.many === true,
    isExtra: !Object.hasOwn(fixed, port),
    isWaking: definition.wakesOn.includes(port),
    sources: sources.map((source) => sourceReader(world.values, world.plan, source, kind, node.domain)),
  }))
}

/**
 * What a node is given to read and to ask with. A class, because accessors of a prototype are one and the same for all nodes and
 * runs; those of an object literal give each object a hidden class of its own, and no reading of them is ever inlined.
 */
class NodeContext implements ReactiveContext {
  readonly nodeId: string
  readonly #world: RegionWorld
  readonly #definition: PlannedNode['definition']
  readonly #feed: string
  #instrument: Instrument | undefined

  constructor(world: RegionWorld, { id, definition, domain }: PlannedNode) {
    this.nodeId = id
    this.#world = world
    this.#definition = definition
    this.#feed = world.plan.domains[domain]?.feed ?? ''
  }

  get time(): Time {
    return this.#world.time
  }

  get portfolio(): PortfolioView {
    return this.#world.host.portfolio
  }

  get instrument(): Instrument {
    this.#instrument ??= this.#world.host.instrumentOf(this.#feed)
    return this.#instrument
  }

  readonly ask = (effect: Effect): void => {
    this.#demand(effect.kind)
    this.#world.host.perform(this.nodeId, effect)
  }

  readonly review = (proposal: Proposal, limits: RiskLimits): Review => {
    this.#demand('review')
    return this.#world.host.review(this.nodeId, proposal, limits)
  }

  readonly deny = (denial: Denial, proposal?: Proposal): void => {
    if (proposal === undefined) this.#world.host.deny(this.nodeId, denial)
    else this.#world.host.deny(this.nodeId, denial, proposal)
  }

  #demand(kind: EffectKind): void {
    const { behaviour, type } = this.#definition
    if (behaviour === 'reactive' && this.#definition.effects.includes(kind)) return
    throw new DriverError('UNDECLARED_EFFECT', `${type} asks for "${kind}", which its definition does not declare`)
  }
}
