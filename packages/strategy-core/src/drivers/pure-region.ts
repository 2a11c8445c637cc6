import { instantiate } from '../kernel/index.ts'
import type { BackEnd } from '../kernel/program.ts'
import type { NodeState } from '../node/define-node.ts'
import type { OutputKey, Plan, Stage } from '../plan/plan.ts'
import { DriverError } from './driver-error.ts'
import { clonePlain } from './plain-data.ts'

/** A column of the present block, and the last value before it. */
export interface Column {
  readonly name: string
  readonly domain: number
  data: Float64Array
  carry: number
}

/** Which rows closed in a block of ticks. `asOf[d][t]`: row within the block that domain d shows at tick t, -1 = none closed yet in it. */
export interface Block {
  readonly ticks: number
  /** Rows of each domain in the block. */
  readonly rows: readonly number[]
  readonly asOf: readonly Int32Array[]
}

export interface PureRegion {
  /** Six columns of a feed's bars, by domain; the driver puts the block's data in. */
  readonly feeds: readonly FeedColumnSet[]
  /** Column of an output (or `<feed>.<port>.<field>`), as seen from a domain: a copy that lives there, else where it is computed. */
  column(name: string, domain: number): Column | undefined
  /** Computes a block: all domains, slowest first. */
  run(block: Block): void
  /** Makes the last row of the block the present value and forgets the block. */
  commit(block: Block): void
  snapshot(): unknown
  restore(snapshot: unknown): void
}

export interface FeedColumnSet {
  readonly time: Column
  readonly open: Column
  readonly high: Column
  readonly low: Column
  readonly close: Column
  readonly volume: Column
}

export interface PureRegionOptions {
  readonly backEnd: BackEnd
  /** Most rows of a block. */
  readonly capacity: number
  /** Outputs that somebody will look at; others are computed but not stored. */
  readonly keep: 'all' | ReadonlySet<OutputKey>
}

interface StageRun {
  run(rows: number): void
  snapshot(): unknown
  restore(state: unknown): void
}

interface DomainRun {
  readonly columns: Map<string, Column>
  readonly held: { readonly from: Column; readonly to: Column }[]
  readonly stages: StageRun[]
}

/** The pure region of a plan, ready to run over blocks. Holds state: one per run. */
export function createPureRegion(plan: Plan, options: PureRegionOptions): PureRegion {
  const domains: DomainRun[] = []
  const feeds = plan.domains.map((domain, index) => createDomain(plan, index, domain.stages, domains, options))
  const find = (name: string, domain: number) => domains[domain]?.columns.get(name) ?? ownColumn(domains, name)

  const columns = domains.map((domain) => [...domain.columns.values()])

  return {
    feeds,
    column: find,
    run(block) {
      for (let index = 0; index < domains.length; index++) {
        const domain = domains[index]
        const rows = block.rows[index] ?? 0
        if (domain === undefined || rows === 0) continue
        if (domain.held.length > 0) fillHeld(domain, index, block)
        for (const stage of domain.stages) stage.run(rows)
      }
    },
    commit(block) {
      for (let domain = 0; domain < columns.length; domain++) {
        const rows = block.rows[domain] ?? 0
        if (rows > 0) for (const column of columns[domain] ?? []) column.carry = column.data[rows - 1] ?? Number.NaN
      }
    },
    snapshot: () =>
      domains.map(({ columns: named, stages }) => ({
        carry: Object.fromEntries([...named].map(([name, { carry }]) => [name, carry])),
        stages: stages.map((stage) => stage.snapshot()),
      })),
    restore(snapshot) {
      if (!isSnapshot(snapshot) || snapshot.length !== domains.length)
        throw new DriverError('SNAPSHOT_MISMATCH', 'the snapshot is of another plan')
      for (const [index, domain] of domains.entries()) {
        const saved = snapshot[index]
        if (saved?.stages.length !== domain.stages.length) throw new DriverError('SNAPSHOT_MISMATCH', 'the snapshot is of another plan')
        for (const [name, column] of domain.columns) column.carry = saved.carry[name] ?? Number.NaN
        for (const [at, stage] of domain.stages.entries()) stage.restore(saved.stages[at])
      }
    },
  }
}

function isSnapshot(
  value: unknown,
): value is readonly { readonly carry: Readonly<Record<string, number>>; readonly stages: readonly unknown[] }[] {
  return Array.isArray(value)
}

function createDomain(
  plan: Plan,
  index: number,
  stages: readonly Stage[],
  domains: DomainRun[],
  options: PureRegionOptions,
): FeedColumnSet {
  const domain: DomainRun = { columns: new Map(), held: [], stages: [] }
  domains.push(domain)
  const feeds = addFeedColumns(plan, index, domain)
  const read = neededNames(plan, options)
  const input = (name: string): Column => {
    const local = domain.columns.get(name)
    if (local !== undefined) return local
    const from = ownColumn(domains, name)
    if (from === undefined) throw new Error(`the plan reads "${name}", which nothing computes`)
    const to: Column = { name, domain: index, data: new Float64Array(options.capacity), carry: Number.NaN }
    domain.columns.set(name, to)
    domain.held.push({ from, to })
    return to
  }
  const output = (name: string): Column => {
    const column: Column = { name, domain: index, data: new Float64Array(options.capacity), carry: Number.NaN }
    domain.columns.set(name, column)
    return column
  }
  for (const stage of stages) {
    if (stage.kind === 'kernel') {
      const inputs = stage.program.inputs.map(({ name }) => input(name))
      const outputs = stage.program.outputs.map(({ name }) => (read === 'all' || read.has(name) ? output(name) : null))
      domain.stages.push(kernelRun(stage.program, inputs, outputs, options.backEnd))
    } else {
      const inputs = Object.entries(stage.inputs).map(([port, name]) => ({ port, column: input(name) }))
      const ports = Object.keys(plan.nodes.get(stage.nodeId)?.outputs ?? {})
      const outputs = ports.map((port) => ({ port, column: output(`${stage.nodeId}.${port}`) }))
      domain.stages.push(nativeRun(plan, stage.nodeId, inputs, outputs))
    }
  }
  return feeds
}

function addFeedColumns(plan: Plan, index: number, domain: DomainRun): FeedColumnSet {
  const make = (name: string): Column => ({ name, domain: index, data: new Float64Array(), carry: Number.NaN })
  const set = { time: make('time'), open: make('open'), high: make('high'), low: make('low'), close: make('close'), volume: make('volume') }
  const feed = plan.domains[index]?.feed ?? ''
  domain.columns.set('time', set.time)
  for (const [port, kind] of Object.entries(plan.nodes.get(feed)?.outputs ?? {})) {
    if (kind !== 'candles') continue
    for (const [field, column] of Object.entries(set)) domain.columns.set(`${feed}.${port}.${field}`, column)
  }
  return set
}

/** Names that some stage, or the caller, reads from a stage's outputs. */
function neededNames(plan: Plan, { keep }: PureRegionOptions): 'all' | ReadonlySet<string> {
  if (keep === 'all') return 'all'
  const names = new Set<string>(keep)
  for (const stage of plan.domains.flatMap(({ stages }) => stages)) {
    if (stage.kind === 'kernel') for (const { name } of stage.program.inputs) names.add(name)
    else for (const name of Object.values(stage.inputs)) names.add(name)
  }
  return names
}

/** Where a column is computed: held copies belong to the domain that reads them, and come later in the order. */
function ownColumn(domains: readonly DomainRun[], name: string): Column | undefined {
  // 'time' is in every domain and never asked for across domains.
  for (const { columns } of domains) {
    const column = columns.get(name)
    if (column !== undefined) return column
  }
  return undefined
}

function fillHeld({ held }: DomainRun, index: number, block: Block): void {
  const own = block.asOf[index]
  for (const { from, to } of held) {
    const theirs = block.asOf[from.domain]
    let row = -1
    for (let tick = 0; tick < block.ticks; tick++) {
      const at = own?.[tick] ?? -1
      if (at === row) continue
      row = at
      const seen = theirs?.[tick] ?? -1
      to.data[row] = seen >= 0 ? (from.data[seen] ?? Number.NaN) : from.carry
    }
  }
}

function kernelRun(
  program: Extract<Stage, { kind: 'kernel' }>['program'],
  inputs: readonly Column[],
  outputs: readonly (Column | null)[],
  backEnd: BackEnd,
): StageRun {
  const instance = instantiate(program, backEnd)
  const from = inputs.map(({ data }) => data)
  const to = outputs.map((column) => column && column.data)
  return {
    run(rows) {
      // Feed columns are views that change with every block.
      for (let index = 0; index < inputs.length; index++) from[index] = inputs[index]?.data ?? new Float64Array()
      instance.run(from, to, 0, rows)
    },
    snapshot: () => instance.snapshot(),
    restore(state) {
      if (!(state instanceof Uint8Array)) throw new DriverError('SNAPSHOT_MISMATCH', 'the state of a kernel is not bytes')
      instance.restore(state)
    },
  }
}

interface NamedColumn {
  readonly port: string
  readonly column: Column
}

function nativeRun(plan: Plan, nodeId: string, inputs: readonly NamedColumn[], outputs: readonly NamedColumn[]): StageRun {
  const node = plan.nodes.get(nodeId)
  if (node?.definition.behaviour !== 'native') throw new Error(`"${nodeId}" is not a native node`)
  const { native } = node.definition
  let state: NodeState = native.state(node.config)
  const byName = (columns: readonly NamedColumn[]) => Object.fromEntries(columns.map(({ port, column }) => [port, column.data]))
  const to = byName(outputs)
  return {
    run: (rows) => native.run(state, byName(inputs), to, 0, rows, node.config),
    snapshot: () => clonePlain(state),
    restore(saved) {
      if (typeof saved !== 'object' || saved === null) throw new DriverError('SNAPSHOT_MISMATCH', `the state of "${nodeId}" is missing`)
      state = Object.fromEntries(Object.entries(clonePlain(saved)))
    },
  }
}
