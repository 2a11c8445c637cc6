import type { Example, Run, WorkflowSummary } from '@strategraph/protocol'

const isOn = (run: Run): boolean => run.status === 'starting' || run.status === 'running' || run.status === 'paused'

/** The run that the first page shows large: an example on the simulated market first, else any dry-run that goes on. */
export function heroRun(runs: readonly Run[], workflows: readonly WorkflowSummary[]): Run | undefined {
  const running = runs.filter((run) => isOn(run) && run.mode !== 'backtest' && workflows.some((workflow) => workflow.id === run.workflowId))
  const isExample = (run: Run) => workflows.find((workflow) => workflow.id === run.workflowId)?.example !== undefined
  return running.find((run) => isExample(run) && run.feeds.every((feed) => feed.provenance === 'simulated')) ?? running[0]
}

/** A copy of an example that nobody has changed or run yet: it is shown as the example, not as the user's own. */
export function untouchedCopy(example: string, workflows: readonly WorkflowSummary[], runs: readonly Run[]): WorkflowSummary | undefined {
  return workflows.find(
    (workflow) =>
      workflow.example === example && workflow.revision === 1 && !workflow.hasDraft && !runs.some((run) => run.workflowId === workflow.id),
  )
}

/** The user's strategies, last changed first: everything but untouched copies of examples. */
export function ownStrategies(
  workflows: readonly WorkflowSummary[],
  runs: readonly Run[],
  examples: readonly Example[],
): readonly WorkflowSummary[] {
  const untouched = new Set(examples.flatMap(({ id }) => untouchedCopy(id, workflows, runs)?.id ?? []))
  return workflows.filter((workflow) => !untouched.has(workflow.id)).toSorted((a, b) => b.updatedAt - a.updatedAt)
}

/** The newest run of a strategy that has come to a result. */
export const latestResult = (workflowId: string, runs: readonly Run[]): Run | undefined =>
  runs.find((run) => run.workflowId === workflowId && run.metrics !== null)

export const activeRun = (workflow: WorkflowSummary, runs: readonly Run[]): Run | undefined =>
  runs.find((run) => run.workflowId === workflow.id && isOn(run))
