import type { Problem } from '@strategraph/strategy-core'
import { useReactFlow } from '@xyflow/react'
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { glide } from '../canvas/fit-options.ts'
import { focusNode } from '../canvas/focus.ts'
import { removeEdges } from '../model/document-ops.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { nodeById, shapeOf } from '../model/strategy.ts'
import { openRight } from '../model/view-store.ts'

/** What keeps the strategy from running, and what looks wrong; a click goes to the node. */
export function ProblemsPanel() {
  const problems = useEditorState((state) => state.problems)
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck className="text-up" />} title="No problems">
        The strategy can run.
      </EmptyState>
    )
  }
  const sorted = problems.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
  return (
    <ul className="divide-y divide-line">
      {sorted.map((problem) => (
        <ProblemRow key={`${problem.code}:${problem.path.join('.')}:${problem.message}`} problem={problem} />
      ))}
    </ul>
  )
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const store = useEditor()
  const { fitView } = useReactFlow()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const document = useEditorState((state) => state.document)
  const node = problem.nodeId === undefined ? undefined : nodeById(document, problem.nodeId)
  const edge = problem.edgeId === undefined ? undefined : document.edges.find((candidate) => candidate.id === problem.edgeId)
  const target = node ?? (edge === undefined ? undefined : (nodeById(document, edge.target) ?? nodeById(document, edge.source)))
  const go = () => {
    if (target === undefined) return
    store.select(edge === undefined ? [target.id] : [edge.id])
    openRight('settings')
    void fitView({ nodes: [{ id: target.id }], padding: 0.6, maxZoom: 1.1, duration: glide(250) })
    focusNode(target.id)
  }
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
  return (
    <li className="flex items-center gap-2 px-3 py-1.5">
      <Icon
        aria-label={problem.severity === 'error' ? 'Error' : 'Warning'}
        className={problem.severity === 'error' ? 'size-4 shrink-0 text-down' : 'size-4 shrink-0 text-warn'}
      />
      <button type="button" onClick={go} disabled={target === undefined} className="min-w-0 flex-1 text-left enabled:hover:underline">
        {problem.message}
        {problem.expected === undefined ? null : (
          <span className="text-ink-faint text-xs">
            {' '}
            Expected {problem.expected}
            {problem.received === undefined ? '' : `, got ${problem.received}`}.
          </span>
        )}
      </button>
      {edge !== undefined && !isReadOnly ? (
        <Button size="small" onClick={() => store.commit('Delete broken connection', removeEdges(new Set([edge.id])))}>
          Remove the connection
        </Button>
      ) : null}
      <span className="text-ink-faint text-xs">{node === undefined ? '' : shapeOf(node).name}</span>
    </li>
  )
}
