import type { Problem } from '@strategraph/strategy-core'
import { type NodeProps, useStore as useFlowStore } from '@xyflow/react'
import { CircleAlert, Power, StickyNote, TriangleAlert } from 'lucide-react'
import { memo, useEffect, useRef } from 'react'
import { configSummary } from '../model/config-summary.ts'
import { renameNode } from '../model/document-ops.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { connectedPorts, worstProblem } from '../model/indexes.ts'
import { portTitle, shapeOf } from '../model/strategy.ts'
import { setView, useView } from '../model/view-store.ts'
import type { StrategyFlowNode } from './flow-items.ts'
import { farTextZoom, inputRow, measure, nodeWidth, outputRow, readableZoom } from './geometry.ts'
import { NodeIcon } from './node-icon.tsx'
import { NodeValues } from './node-values.tsx'
import { Port } from './port.tsx'

/** A node on the canvas. Values are not in it: the overlay draws them into the rows of the outputs. */
export const FlowNodeView = memo(function FlowNodeView({ id, data, selected }: NodeProps<StrategyFlowNode>) {
  const { node } = data
  const { definition, name, inputs, outputs } = shapeOf(node)
  const isReadable = useFlowStore((state) => state.transform[2] >= readableZoom)
  const isFar = useFlowStore((state) => state.transform[2] < farTextZoom)
  const connected = useEditorState((state) => connectedPorts(state.document.edges, id))
  const problem = useEditorState((state) => worstProblem(state.problems, id))
  const isRenaming = useView((view) => view.renaming === id)
  const measures = measure(node)
  const isMoney = definition?.category === 'risk' || definition?.category === 'order'

  return (
    <div
      className="strategy-node"
      style={{ width: nodeWidth, height: measures.height }}
      data-category={definition?.category}
      data-money={isMoney ? '' : undefined}
      data-disabled={node.disabled === true ? '' : undefined}
      data-unknown={definition === undefined ? '' : undefined}
      data-problem={problem?.severity}
    >
      <header className="flex h-[34px] items-center gap-1.5 px-2.5">
        <span style={{ color: 'var(--cat)' }}>
          <NodeIcon name={definition?.icon} category={definition?.category} />
        </span>
        {isRenaming ? <TitleInput id={id} name={node.label ?? ''} placeholder={definition?.title ?? node.type} /> : null}
        {!isRenaming && isReadable ? (
          <>
            <span className={`max-w-[146px] shrink-0 truncate ${isMoney ? 'font-bold' : 'font-semibold'}`}>{name}</span>
            <span className="num min-w-0 flex-1 truncate pl-1 text-right text-2xs text-ink-faint">{configSummary(node.config)}</span>
          </>
        ) : null}
        {isReadable || isFar ? null : <span className="min-w-0 truncate font-bold text-[19px]">{name}</span>}
        {node.notes === undefined ? null : <StickyNote aria-label="Has notes" className="size-3.5 shrink-0 text-ink-faint" />}
        {node.disabled === true ? <Power aria-label="Disabled" className="size-3.5 shrink-0 text-ink-faint" /> : null}
        {problem === undefined ? null : <ProblemBadge problem={problem} />}
      </header>
      {isReadable ? <PortLabels inputs={inputs} outputs={outputs} /> : null}
      {Object.entries(inputs).map(([port, spec]) => (
        <Port
          key={port}
          id={port}
          side="input"
          port={spec}
          title={portTitle(inputs, port)}
          top={measures.inputs.get(port) ?? 0}
          isConnected={connected.includes(` <${port} `)}
        />
      ))}
      {Object.entries(outputs).map(([port, spec]) => (
        <Port
          key={port}
          id={port}
          side="output"
          port={spec}
          title={portTitle(outputs, port)}
          top={measures.outputs.get(port) ?? 0}
          isConnected={connected.includes(` >${port} `)}
        />
      ))}
      {node.disabled === true && definition?.neverBypass !== true ? <span aria-hidden="true" className="bypass-line" /> : null}
      {selected ? <NodeValues node={node} /> : null}
    </div>
  )
})

function PortLabels({ inputs, outputs }: Pick<ReturnType<typeof shapeOf>, 'inputs' | 'outputs'>) {
  return (
    <div className="pt-[5px] text-2xs leading-none">
      {Object.entries(inputs).map(([port, spec]) => (
        <div key={port} className="flex items-center truncate px-3 text-ink-soft" style={{ height: inputRow }}>
          {portTitle(inputs, port)}
          {spec.optional === true ? <span className="pl-1 text-ink-faint">(optional)</span> : null}
        </div>
      ))}
      {Object.keys(outputs).map((port) => (
        <div key={port} className="flex items-center justify-end truncate px-3 text-ink-soft" style={{ height: outputRow }}>
          {portTitle(outputs, port)}
        </div>
      ))}
    </div>
  )
}

function ProblemBadge({ problem }: { readonly problem: Problem }) {
  const Icon = problem.severity === 'error' ? CircleAlert : TriangleAlert
  return (
    <span title={problem.message} className={problem.severity === 'error' ? 'text-down' : 'text-warn'}>
      <Icon aria-label={`${problem.severity === 'error' ? 'Error' : 'Warning'}: ${problem.message}`} className="size-4" />
    </span>
  )
}

function TitleInput({ id, name, placeholder }: { readonly id: string; readonly name: string; readonly placeholder: string }) {
  const store = useEditor()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])
  const end = (label: string | undefined) => {
    setView({ renaming: undefined })
    if (label !== undefined) store.commit('Rename', renameNode(id, label))
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus()
  }
  return (
    <input
      ref={input}
      aria-label="Name of the node"
      defaultValue={name}
      placeholder={placeholder}
      maxLength={200}
      className="nodrag nopan min-w-0 flex-1 rounded border border-accent bg-surface px-1"
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') end(undefined)
      }}
    />
  )
}
