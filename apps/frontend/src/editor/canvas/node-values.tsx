import type { WorkflowNode } from '@strategraph/strategy-core'
import { shownValues, useRunView } from '../../runs/run-store.ts'
import { useValueText } from '../../runs/use-live-value.ts'
import { useEditorState } from '../model/editor-context.ts'
import { portTitle, shapeOf } from '../model/strategy.ts'

/** Present values of a selected node as text, for screen readers; the overlay draws the same for the eye. */
export function NodeValues({ node }: { readonly node: WorkflowNode }) {
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  const { outputs } = shapeOf(node)
  if (view === undefined) return null
  return (
    <span className="sr-only">
      {Object.keys(outputs).map((port) => (
        <span key={port}>
          {portTitle(outputs, port)}: <ValueText view={shownValues(view)} valueKey={`${node.id}.${port}`} />;{' '}
        </span>
      ))}
    </span>
  )
}

function ValueText({ view, valueKey }: { readonly view: ReturnType<typeof shownValues>; readonly valueKey: string }) {
  return <>{useValueText(view, valueKey)}</>
}
