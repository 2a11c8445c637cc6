import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { Plus, Unlink } from 'lucide-react'
import { memo } from 'react'
import { useEditorState } from '../model/editor-context.ts'
import { setView } from '../model/view-store.ts'
import type { FlowEdge } from './flow-items.ts'

/** An edge in the colour of what flows through it; says a conversion, and why it is broken. */
export const FlowEdgeView = memo(function FlowEdgeView(props: EdgeProps<FlowEdge>) {
  const { id, data, selected, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition } = props
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition })
  const isBroken = data?.broken !== undefined
  const isMoney = data?.kind === 'order' || data?.kind === 'proposal'
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={18}
        style={{
          stroke: isBroken ? 'var(--down)' : `var(--kind-${data?.kind ?? 'text'})`,
          strokeWidth: selected === true ? 3.5 : isMoney ? 2.5 : 1.75,
          strokeDasharray: isBroken ? '6 5' : undefined,
          opacity: selected === true ? 1 : 0.75,
        }}
      />
      {data?.conversion === undefined && !isBroken && selected !== true ? null : (
        <EdgeLabelRenderer>
          <div
            className="nodrag nopan absolute flex items-center gap-1 text-2xs"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)`, pointerEvents: 'all' }}
          >
            {data?.conversion === undefined ? null : (
              <span className="rounded-full border border-line bg-surface px-1.5 text-ink-soft">{data.conversion}</span>
            )}
            {isBroken ? (
              <span title={data.broken} className="flex items-center gap-1 rounded-full border border-down bg-danger-soft px-1.5 text-down">
                <Unlink aria-hidden="true" className="size-3" /> broken
              </span>
            ) : null}
            {selected === true && !isReadOnly && !isBroken ? (
              <button
                type="button"
                aria-label="Insert a node into this connection"
                title="Insert a node here"
                className="grid size-5 place-items-center rounded-full bg-accent text-accent-ink shadow-panel"
                onClick={(event) =>
                  setView({
                    quickAdd: {
                      screen: { x: event.clientX, y: event.clientY },
                      position: { x: labelX - 106, y: labelY - 40 },
                      edgeId: id,
                    },
                  })
                }
              >
                <Plus className="size-3.5" />
              </button>
            ) : null}
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  )
})
