import type { StartRequest } from '../runs/start-run.ts'
import type { ExampleLibrary } from './example-library.ts'
import type { WorkflowService } from './workflow-service.ts'

/** The example that a newcomer finds trading on the simulated market. */
const runningExample = 'ema-cross-rsi-filter'

/** So that it has traded when the page opens; some seconds of work, in small turns. */
const fastForwardBars = 600

/** Once per data folder: every example becomes a workflow, and one of them runs. Without examples nothing happens. */
export async function firstStart(options: {
  readonly workflows: WorkflowService
  readonly examples: ExampleLibrary
  readonly start: (request: StartRequest) => Promise<unknown>
  readonly onProblem: (message: string) => void
}): Promise<void> {
  const { workflows, examples, start, onProblem } = options
  if (examples.all.length === 0 || !(await examples.takeFirstStart())) return
  let workflowId: string | undefined
  for (const { id } of examples.all) {
    const workflow = await workflows.create({ example: id })
    if (id === runningExample) workflowId = workflow.id
  }
  if (workflowId === undefined) return
  try {
    await start({ mode: 'dry-run', workflowId, fastForwardBars })
  } catch (cause) {
    onProblem(`the first example did not start: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
