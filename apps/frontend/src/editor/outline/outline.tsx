import type { WorkflowDocument, WorkflowNode } from '@strategraph/strategy-core'
import { CircleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { type RunView, shownValues, useRunView } from '../../runs/run-store.ts'
import { useValueText } from '../../runs/use-live-value.ts'
import { cx } from '../../ui/class-names.ts'
import { NodeIcon } from '../canvas/node-icon.tsx'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { worstProblem } from '../model/indexes.ts'
import { nodeById, portTitle, shapeOf } from '../model/strategy.ts'
import { openRight, setView } from '../model/view-store.ts'

/** The graph as a list in order of flow: the same nodes, connections, values and problems, for screen readers and small screens. */
export function Outline() {
  const store = useEditor()
  const document = useEditorState((state) => state.document)
  const workflowId = useEditorState((state) => state.workflowId)
  const view = useRunView(workflowId)
  const selected = useEditorState(({ nodes }) => nodes.find((node) => node.selected)?.id)
  const order = useMemo(() => inFlowOrder(document), [document])
  if (order.length === 0) return <p className="p-4 text-ink-soft">No nodes yet. Press Tab on the canvas to add one.</p>
  return (
    <ol aria-label="Nodes in order of flow" className="min-h-0 flex-1 space-y-0.5 overflow-y-auto p-2">
      {order.map((node) => (
        <OutlineItem
          key={node.id}
          node={node}
          document={document}
          view={view}
          isSelected={node.id === selected}
          onSelect={() => {
            store.select([node.id])
            openRight('settings')
          }}
          onConnect={() => {
            store.select([node.id])
            setView({ connecting: node.id })
          }}
        />
      ))}
    </ol>
  )
}

interface ItemProps {
  readonly node: WorkflowNode
  readonly document: WorkflowDocument
  readonly view: RunView | undefined
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onConnect: () => void
}

function OutlineItem({ node, document, view, isSelected, onSelect, onConnect }: ItemProps) {
  const { definition, name, inputs, outputs } = shapeOf(node)
  const problem = useEditorState((state) => worstProblem(state.problems, node.id))
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  return (
    <li className={cx('rounded-md', isSelected && 'bg-accent-soft')}>
      <div className="flex items-center">
        <button
          type="button"
          aria-current={isSelected ? 'true' : undefined}
          onClick={onSelect}
          className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 py-1 text-left hover:bg-hover"
        >
          <span style={{ color: definition === undefined ? undefined : `var(--cat-${definition.category})` }}>
            <NodeIcon name={definition?.icon} category={definition?.category} className="size-3.5" />
          </span>
          <span className="truncate font-medium">{name}</span>
          {node.disabled === true ? <span className="text-ink-faint text-xs">disabled</span> : null}
          {problem === undefined ? null : (
            <CircleAlert
              aria-label={problem.message}
              className={cx('size-3.5 shrink-0', problem.severity === 'error' ? 'text-down' : 'text-warn')}
            />
          )}
        </button>
        {isReadOnly ? null : (
          <button
            type="button"
            onClick={onConnect}
            aria-label={`Connect ${name}`}
            className="rounded px-1.5 py-1 text-ink-soft text-xs hover:bg-hover"
          >
            Connect
          </button>
        )}
      </div>
      <ul className="pb-1 pl-7 text-ink-soft text-xs">
        {Object.keys(inputs).flatMap((port) =>
          document.edges
            .filter((edge) => edge.target === node.id && edge.targetHandle === port)
            .map((edge) => {
              const source = nodeById(document, edge.source)
              return (
                <li key={edge.id} className="truncate">
                  {portTitle(inputs, port)} ← {source === undefined ? edge.source : shapeOf(source).name}
                </li>
              )
            }),
        )}
        {view === undefined
          ? null
          : Object.keys(outputs).map((port) => (
              <li key={port} className="num truncate text-ink">
                {portTitle(outputs, port)}: <OutlineValue view={view} valueKey={`${node.id}.${port}`} />
              </li>
            ))}
      </ul>
    </li>
  )
}

function OutlineValue({ view, valueKey }: { readonly view: RunView; readonly valueKey: string }) {
  return <>{useValueText(shownValues(view), valueKey)}</>
}

/** Sources first; a node after all that feeds it. Nodes of a circle come last, in document order. */
function inFlowOrder(document: WorkflowDocument): readonly WorkflowNode[] {
  const waiting = new Map(document.nodes.map((node) => [node.id, 0]))
  for (const edge of document.edges) if (waiting.has(edge.source)) waiting.set(edge.target, (waiting.get(edge.target) ?? 0) + 1)
  const ready = document.nodes.filter((node) => waiting.get(node.id) === 0)
  const order: WorkflowNode[] = []
  for (let node = ready.shift(); node !== undefined; node = ready.shift()) {
    order.push(node)
    waiting.delete(node.id)
    for (const edge of document.edges) {
      if (edge.source !== node.id || !waiting.has(edge.target)) continue
      const left = (waiting.get(edge.target) ?? 0) - 1
      waiting.set(edge.target, left)
      const target = left === 0 ? nodeById(document, edge.target) : undefined
      if (target !== undefined) ready.push(target)
    }
  }
  return [...order, ...document.nodes.filter((node) => waiting.has(node.id))]
}
