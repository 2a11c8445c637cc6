import type { WorkflowNode } from '@strategraph/strategy-core'
import { X } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { shownValues, useRunView } from '../../runs/run-store.ts'
import { useValuesTime, useValueText } from '../../runs/use-live-value.ts'
import { IconButton } from '../../ui/button.tsx'
import { Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes } from '../../ui/format.ts'
import { TabList } from '../../ui/tabs.tsx'
import { focusNode } from '../canvas/focus.ts'
import { KindMark } from '../canvas/port.tsx'
import { NodeIcon } from '../canvas/node-icon.tsx'
import { removeEdges, renameNode, setNotes } from '../model/document-ops.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { nodeById, portTitle, shapeOf } from '../model/strategy.ts'
import { type RightPanel, setView, useView } from '../model/view-store.ts'
import { ConfigForm } from './config-form.tsx'
import { StrategySettings } from './strategy-settings.tsx'

/** With it comes the interpreter that runs the examples; not in the first load. */
const NodeHelp = lazy(() => import('./node-help.tsx').then((module) => ({ default: module.NodeHelp })))

const tabs: readonly { readonly id: RightPanel; readonly label: string }[] = [
  { id: 'settings', label: 'Settings' },
  { id: 'values', label: 'Values' },
  { id: 'help', label: 'Help' },
]

/** Right panel: the selected node, or the strategy itself. */
export function Inspector() {
  const selected = useEditorState(({ nodes, document }) => {
    const chosen = nodes.filter((node) => node.selected)
    const [only] = chosen
    return chosen.length === 1 && only?.type === 'strategy' ? nodeById(document, only.id) : undefined
  })
  const count = useEditorState(({ nodes }) => nodes.reduce((sum, node) => sum + (node.selected ? 1 : 0), 0))
  return (
    <aside
      id="inspector"
      data-region=""
      aria-label="Settings"
      className="flex h-full flex-col bg-surface"
      onKeyDown={(event) => {
        // Back to the graph, where Enter came from.
        if (event.key !== 'Escape' || selected === undefined) return
        event.stopPropagation()
        if (event.target instanceof HTMLElement) event.target.blur()
        focusNode(selected.id)
      }}
    >
      {selected !== undefined ? (
        <NodeInspector key={selected.id} node={selected} />
      ) : count > 1 ? (
        <div className="p-4 text-ink-soft">{count} items are selected. Select one to change its settings.</div>
      ) : (
        <StrategySettings />
      )}
    </aside>
  )
}

function NodeInspector({ node }: { readonly node: WorkflowNode }) {
  const store = useEditor()
  const tab = useView((view) => view.right) ?? 'settings'
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const { definition, name } = shapeOf(node)
  return (
    <>
      <header className="flex items-center gap-2 border-b border-line px-3 py-2">
        <span style={{ color: definition === undefined ? undefined : `var(--cat-${definition.category})` }}>
          <NodeIcon name={definition?.icon} category={definition?.category} />
        </span>
        <input
          key={node.label ?? ''}
          aria-label="Name of the node"
          className="min-w-0 flex-1 rounded bg-transparent px-1 font-semibold text-base hover:bg-hover focus:bg-raised"
          defaultValue={name}
          disabled={isReadOnly}
          maxLength={200}
          onBlur={(event) => {
            const label = event.target.value.trim()
            store.commit('Rename', renameNode(node.id, label === definition?.title ? '' : label))
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
        <IconButton label="Close the settings" className="lg:hidden" onClick={() => setView({ right: undefined })}>
          <X />
        </IconButton>
      </header>
      <div className="border-b border-line px-2 py-1">
        <TabList label="About this node" name="inspector" items={tabs} selected={tab} onSelect={(right) => setView({ right })} />
      </div>
      <div
        id="inspector-panel"
        role="tabpanel"
        aria-labelledby={`inspector-tab-${tab}`}
        className="min-h-0 flex-1 overflow-y-auto px-3 py-2"
      >
        {definition === undefined ? (
          <p className="py-2 text-down">
            This program does not know the node type “{node.type}” (version {node.version}). The node is kept as it is; the strategy cannot
            run with it.
          </p>
        ) : null}
        {definition !== undefined && tab === 'settings' ? (
          <>
            <p className="pb-1 text-ink-soft">{definition.summary}</p>
            <ConfigForm node={node} definition={definition} />
            <NodeNotes node={node} />
          </>
        ) : null}
        {definition !== undefined && tab === 'help' ? (
          <Suspense fallback={<Loading what="help" />}>
            <NodeHelp definition={definition} />
          </Suspense>
        ) : null}
        {tab === 'values' ? <PortValues node={node} /> : null}
      </div>
    </>
  )
}

function NodeNotes({ node }: { readonly node: WorkflowNode }) {
  const store = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  return (
    <details className="mt-3 border-t border-line pt-2" open={node.notes !== undefined}>
      <summary className="cursor-pointer text-ink-soft">Notes</summary>
      <textarea
        aria-label="Notes on this node"
        className="input mt-1"
        rows={3}
        defaultValue={node.notes ?? ''}
        disabled={isReadOnly}
        placeholder="Why is this node here?"
        onBlur={(event) => store.commit('Edit notes', setNotes(node.id, event.target.value))}
      />
    </details>
  )
}

/** Ports with their present values and what they are joined with. */
function PortValues({ node }: { readonly node: WorkflowNode }) {
  const store = useEditor()
  const workflowId = useEditorState((state) => state.workflowId)
  const document = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const view = useRunView(workflowId)
  const values = view === undefined ? undefined : shownValues(view)
  const time = useValuesTime(values)
  const { inputs, outputs } = shapeOf(node)
  return (
    <div className="space-y-3 py-1">
      {view === undefined ? <p className="text-ink-soft">Start a run to see values here.</p> : null}
      {values !== undefined && time > 0 ? (
        <p className="text-ink-soft text-xs">As of the candle closed at {formatBothTimes(time)}.</p>
      ) : null}
      <section>
        <h3 className="mb-1 font-medium">Outputs</h3>
        {Object.keys(outputs).length === 0 ? <p className="text-ink-faint">None.</p> : null}
        {Object.entries(outputs).map(([port, spec]) => (
          <div key={port} className="flex items-center gap-2 py-1">
            <KindMark kind={spec.kind} />
            <span className="min-w-0 flex-1" title={spec.doc}>
              {portTitle(outputs, port)}
            </span>
            <ExactValue view={values} valueKey={`${node.id}.${port}`} />
          </div>
        ))}
      </section>
      <section>
        <h3 className="mb-1 font-medium">Inputs</h3>
        {Object.keys(inputs).length === 0 ? <p className="text-ink-faint">None: the graph begins here.</p> : null}
        {Object.entries(inputs).map(([port, spec]) => {
          const edges = document.edges.filter((edge) => edge.target === node.id && edge.targetHandle === port)
          return (
            <div key={port} className="py-1">
              <div className="flex items-center gap-2">
                <KindMark kind={spec.kind} />
                <span title={spec.doc}>{portTitle(inputs, port)}</span>
                {edges.length === 0 ? (
                  <span className="ml-auto text-ink-faint text-xs">{spec.optional === true ? 'not connected' : 'needs a connection'}</span>
                ) : null}
              </div>
              {edges.map((edge) => {
                const source = nodeById(document, edge.source)
                return (
                  <div key={edge.id} className="flex items-center gap-2 pl-6 text-ink-soft text-xs">
                    <button
                      type="button"
                      className="truncate underline-offset-2 hover:underline"
                      onClick={() => store.select([edge.source])}
                    >
                      ← {source === undefined ? edge.source : shapeOf(source).name}
                    </button>
                    <span className="ml-auto">
                      <ExactValue view={values} valueKey={`${edge.source}.${edge.sourceHandle}`} />
                    </span>
                    {isReadOnly ? null : (
                      <IconButton
                        label="Disconnect"
                        className="size-5"
                        onClick={() => store.commit('Delete connection', removeEdges(new Set([edge.id])))}
                      >
                        <X />
                      </IconButton>
                    )}
                  </div>
                )
              })}
            </div>
          )
        })}
      </section>
    </div>
  )
}

function ExactValue({ view, valueKey }: { readonly view: Parameters<typeof useValueText>[0]; readonly valueKey: string }) {
  const text = useValueText(view, valueKey)
  return <span className="num font-medium">{text === '' ? '–' : text}</span>
}
