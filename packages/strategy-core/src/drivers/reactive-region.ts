import type { BackEnd } from '../kernel/program.ts'
import type { EffectAnswer } from '../node/define-node.ts'
import type { Plan } from '../plan/plan.ts'
import { isImpulse, passiveNodes } from '../plan/wake.ts'
import type { ReactiveHost, ShownValue, Tick } from './driver.ts'
import { DriverError } from './driver-error.ts'
import { clonePlain } from './plain-data.ts'
import { createReactiveNode, type Moment, type ReactiveNodeRun, type RegionWorld, type StepRun } from './reactive-node.ts'
import { createReactiveStage } from './reactive-stage.ts'
import type { PortValueOf, ReactiveValues } from './reactive-values.ts'
import { shownValue } from './shown-value.ts'

/** The reactive region of a running plan. Batch and session drive the same object, so they cannot disagree. */
export interface ReactiveRegion {
  /** Looks at all steps in order, at a tick. */
  evaluate(tick: Tick): void
  /** Brings nodes that only read up to date for whoever looks at them; tells the host nothing. */
  refresh(tick: Tick): void
  /** Delivers an answer to the node that asked and evaluates what follows from it. */
  answer(answer: EffectAnswer): void
  /** undefined: not an output of this region. */
  shown(key: string): ShownValue | undefined
  snapshot(): unknown
  restore(snapshot: unknown): void
}

export function createReactiveRegion(plan: Plan, values: ReactiveValues, host: ReactiveHost, backEnd: BackEnd): ReactiveRegion {
  const world: RegionWorld = { plan, values, host, passive: passiveNodes(plan.nodes), time: Number.NaN }
  const nodes = new Map<string, ReactiveNodeRun>()
  const steps: readonly StepRun[] = plan.reactive.map((step) => {
    if (step.kind === 'stage') return createReactiveStage(world, step, backEnd)
    const node = plan.nodes.get(step.nodeId)
    if (node === undefined) throw new Error(`the plan has no node "${step.nodeId}"`)
    const run = createReactiveNode(world, node)
    nodes.set(node.id, run)
    return run
  })
  const passive = [...nodes.values()].filter(({ id }) => world.passive.has(id))
  const refresh = () => {
    values.moment += 1
    for (const node of passive) node.refresh()
  }

  return {
    evaluate({ time, rows }) {
      world.time = time
      values.moment += 1
      const moment: Moment = { kind: 'tick', rows }
      for (const step of steps) step.evaluate(moment)
    },
    refresh({ time }) {
      world.time = time
      refresh()
    },
    answer(answer) {
      const node = nodes.get(answer.nodeId)
      if (node === undefined) throw new DriverError('UNKNOWN_ASKER', `no reactive node is called "${answer.nodeId}"`)
      refresh()
      values.moment += 1
      node.receive(answer)
      for (const step of steps) step.evaluate({ kind: 'answer' })
    },
    shown(key) {
      const cell = values.cells.get(key)
      if (cell === undefined) return undefined
      return isImpulse(cell.kind) && cell.moment !== values.moment ? null : shownValue(cell.value)
    },
    snapshot: () => ({
      time: world.time,
      cells: Object.fromEntries(
        [...values.cells].map(([key, { value, moment }]) => [key, { value: clonePlain(value), isNew: moment === values.moment }]),
      ),
      steps: Object.fromEntries(steps.map((step) => [step.id, step.snapshot()])),
    }),
    restore(snapshot) {
      if (!isRegionSnapshot(snapshot)) throw new DriverError('SNAPSHOT_MISMATCH', 'the snapshot is of another plan')
      world.time = snapshot.time
      values.moment = 1
      for (const [key, cell] of values.cells) {
        const saved = snapshot.cells[key]
        cell.value = clonePlain(saved?.value)
        cell.moment = saved?.isNew === true ? 1 : 0
      }
      for (const step of steps) step.restore(snapshot.steps[step.id])
    },
  }
}

interface RegionSnapshot {
  readonly time: number
  readonly cells: Readonly<Record<string, { readonly value: PortValueOf | undefined; readonly isNew: boolean }>>
  readonly steps: Readonly<Record<string, unknown>>
}

function isRegionSnapshot(value: unknown): value is RegionSnapshot {
  return typeof value === 'object' && value !== null && 'cells' in value && 'steps' in value && 'time' in value
}
