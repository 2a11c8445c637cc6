import { instantiate } from '../kernel/index.ts'
import type { BackEnd, KernelProgram } from '../kernel/program.ts'
import type { NodeState } from '../node/define-node.ts'
import type { ReactiveStep } from '../plan/plan.ts'
import { DriverError } from './driver-error.ts'
import { clonePlain } from './plain-data.ts'
import type { Moment, RegionWorld, StepRun } from './reactive-node.ts'
import { type NumberReader, numberReader } from './reactive-values.ts'

/** A kernel program or native node, one row at a time. */
interface RowMachine {
  readonly inputs: readonly { readonly name: string; readonly data: Float64Array }[]
  readonly outputs: readonly { readonly key: string; readonly data: Float64Array }[]
  run(): void
  snapshot(): unknown
  restore(state: unknown): void
}

/**
 * Kernel (or native) nodes behind reactive ones. A row of their clock moves their state once. An answer that changes an input between
 * rows revises the row: the state goes back to before it and the row is computed again with what is known now.
 */
export function createReactiveStage(world: RegionWorld, step: Extract<ReactiveStep, { kind: 'stage' }>, backEnd: BackEnd): StepRun {
  const [first = ''] = step.nodeIds
  const domain = world.plan.nodes.get(first)?.domain ?? -1
  const machine =
    step.stage.kind === 'kernel' ? kernelMachine(step.stage.program, backEnd) : nativeMachine(world, step.stage.nodeId, step.stage.inputs)
  const readers: readonly NumberReader[] = machine.inputs.map(({ name }) => numberReader(world.values, name, domain))
  const cells = machine.outputs.map(({ key }) => world.values.cells.get(key))
  const canRevise = answersReach(world, step.nodeIds)
  let before: unknown

  const run = () => {
    for (let index = 0; index < readers.length; index++) {
      const column = machine.inputs[index]?.data
      if (column !== undefined) column[0] = readers[index]?.read() ?? Number.NaN
    }
    machine.run()
    for (let index = 0; index < cells.length; index++) {
      const cell = cells[index]
      const value = machine.outputs[index]?.data[0] ?? Number.NaN
      if (cell === undefined) continue
      cell.value = Number.isNaN(value) ? undefined : cell.kind === 'flag' ? value !== 0 : value
      cell.moment = world.values.moment
    }
  }
  return {
    id: step.nodeIds.join('+'),
    evaluate(moment: Moment) {
      if (moment.kind === 'tick') {
        if ((moment.rows[domain] ?? -1) < 0) return
        if (canRevise) before = machine.snapshot()
        run()
      } else if (before !== undefined && readers.some((reader) => reader.madeNow())) {
        machine.restore(before)
        run()
      }
    },
    snapshot: () => ({ present: machine.snapshot(), before: clonePlain(before) }),
    restore(saved) {
      if (typeof saved !== 'object' || saved === null || !('present' in saved))
        throw new DriverError('SNAPSHOT_MISMATCH', `the state of "${first}" is missing`)
      machine.restore(saved.present)
      before = 'before' in saved ? clonePlain(saved.before) : undefined
    },
  }
}

/** Whether some node above takes answers; only then the state before a row has to be kept. */
function answersReach({ plan }: RegionWorld, nodeIds: readonly string[]): boolean {
  const seen = new Set(nodeIds)
  const todo = [...nodeIds]
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    const node = plan.nodes.get(id)
    if (node?.definition.behaviour === 'reactive' && node.definition.receive !== undefined) return true
    for (const { output } of node?.inputs.flatMap(({ sources }) => sources) ?? []) {
      const feeder = output.slice(0, output.indexOf('.'))
      if (seen.has(feeder)) continue
      seen.add(feeder)
      todo.push(feeder)
    }
  }
  return false
}

function kernelMachine(program: KernelProgram, backEnd: BackEnd): RowMachine {
  const instance = instantiate(program, backEnd)
  const inputs = program.inputs.map(({ name }) => ({ name, data: new Float64Array(1) }))
  const outputs = program.outputs.map(({ name }) => ({ key: name, data: new Float64Array(1) }))
  const from = inputs.map(({ data }) => data)
  const to = outputs.map(({ data }) => data)
  return {
    inputs,
    outputs,
    run: () => instance.run(from, to, 0, 1),
    snapshot: () => instance.snapshot(),
    restore(state) {
      if (!(state instanceof Uint8Array)) throw new DriverError('SNAPSHOT_MISMATCH', 'the state of a kernel is not bytes')
      instance.restore(state)
    },
  }
}

function nativeMachine({ plan }: RegionWorld, nodeId: string, columns: Readonly<Record<string, string>>): RowMachine {
  const node = plan.nodes.get(nodeId)
  if (node?.definition.behaviour !== 'native') throw new Error(`"${nodeId}" is not a native node`)
  const { native } = node.definition
  const named = Object.entries(columns).map(([port, name]) => ({ port, name, data: new Float64Array(1) }))
  const outputs = Object.keys(node.outputs).map((port) => ({ port, key: `${nodeId}.${port}`, data: new Float64Array(1) }))
  const from = Object.fromEntries(named.map(({ port, data }) => [port, data]))
  const to = Object.fromEntries(outputs.map(({ port, data }) => [port, data]))
  let state: NodeState = native.state(node.config)
  return {
    inputs: named,
    outputs,
    run: () => native.run(state, from, to, 0, 1, node.config),
    snapshot: () => clonePlain(state),
    restore(saved) {
      if (typeof saved !== 'object' || saved === null) throw new DriverError('SNAPSHOT_MISMATCH', `the state of "${nodeId}" is missing`)
      state = Object.fromEntries(Object.entries(clonePlain(saved)))
    },
  }
}
