import { useEffect, useState } from 'react'
import { useRunView } from '../runs/run-store.ts'
import { activityOf } from '../runs/activity.ts'
import { useEditorState } from './model/editor-context.ts'
import { nodeById, shapeOf } from './model/strategy.ts'

/** Tells screen readers what the eye sees happen: steps of the document, orders and fills of the run. */
export function LiveRegion() {
  const last = useEditorState(({ history }) => history.undo.at(-1)?.label)
  const document = useEditorState((state) => state.document)
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  const [said, setSaid] = useState('')
  const status = view?.run?.status
  const event = view?.events.findLast((candidate) => candidate.type === 'fill' || candidate.type === 'denied' || candidate.type === 'alert')

  useEffect(() => {
    if (last !== undefined) setSaid(last)
  }, [last])
  useEffect(() => {
    if (status !== undefined) setSaid(`Run ${status}`)
  }, [status])
  useEffect(() => {
    const entry = event === undefined ? undefined : activityOf(event)
    const node = entry === undefined ? undefined : nodeById(document, entry.nodeId)
    if (entry !== undefined) setSaid(`${node === undefined ? entry.nodeId : shapeOf(node).name}: ${entry.activity.text}`)
    // A change of the document is no news of the run.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [event])
  return (
    <div aria-live="polite" className="sr-only">
      {said}
    </div>
  )
}
