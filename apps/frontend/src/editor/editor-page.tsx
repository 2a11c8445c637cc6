import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { useRunDetail, useWorkflow } from '../api/queries.ts'
import { putTab } from '../app/tabs.ts'
import { showRun } from '../runs/run-store.ts'
import { Loading } from '../ui/empty-state.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { EditorLayout } from './editor-layout.tsx'
import { type Opened, openPastVersion, openWorkflow } from './editor-session.ts'
import { EditorContext } from './model/editor-context.ts'

/** The canvas of a workflow, or of the exact version that a past run ran. */
export function EditorPage({ workflowId, runId }: { readonly workflowId: string; readonly runId: string | undefined }) {
  return runId === undefined ? <WorkflowEditor workflowId={workflowId} /> : <PastRun workflowId={workflowId} runId={runId} />
}

function WorkflowEditor({ workflowId }: { readonly workflowId: string }) {
  const { data, error, refetch } = useWorkflow(workflowId)
  const opened = useMemo(() => (data === undefined ? undefined : openWorkflow(data)), [data])
  useEffect(() => {
    if (data === undefined) return
    putTab({ workflowId, name: data.name })
    if (data.activeRunId !== undefined) showRun(workflowId, data.activeRunId)
  }, [data, workflowId])
  if (error !== null) return <ProblemNote title="This strategy could not be opened." error={error} retry={() => void refetch()} />
  return <Room opened={opened} pastRunId={undefined} />
}

function PastRun({ workflowId, runId }: { readonly workflowId: string; readonly runId: string }) {
  const { data, error, refetch } = useRunDetail(runId)
  const opened = useMemo(() => (data === undefined ? undefined : openPastVersion(workflowId, data.document)), [data, workflowId])
  useEffect(() => {
    if (data !== undefined) showRun(workflowId, runId, data)
  }, [data, workflowId, runId])
  if (error !== null) return <ProblemNote title="This run could not be opened." error={error} retry={() => void refetch()} />
  return <Room opened={opened} pastRunId={runId} />
}

function Room({ opened, pastRunId }: { readonly opened: Opened | undefined; readonly pastRunId: string | undefined }) {
  if (opened === undefined) return <Loading what="the strategy" />
  if (!opened.ok) {
    return (
      <div>
        {opened.problems.map((problem) => (
          <ProblemNote key={problem.message} title="This strategy cannot be shown." error={problem.message} />
        ))}
      </div>
    )
  }
  return (
    <EditorContext value={opened.session.store}>
      <ReactFlowProvider>
        <EditorLayout saving={opened.session.saving} pastRunId={pastRunId} />
      </ReactFlowProvider>
    </EditorContext>
  )
}
