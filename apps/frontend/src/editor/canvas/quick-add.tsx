import type { NodeDefinition, PortSpec } from '@strategraph/strategy-core'
import { useMemo } from 'react'
import { Floating } from '../../ui/floating.tsx'
import { PickList, type PickItem } from '../../ui/pick-list.tsx'
import { addFromQuickAdd } from '../commands/add-node.ts'
import { bridgePorts, joiningPort } from '../model/candidates.ts'
import type { EditorStore } from '../model/editor-store.ts'
import { useEditor } from '../model/editor-context.ts'
import { recentTypes, searchTypes } from '../model/search.ts'
import { humanize, nodeById, portKind, registry } from '../model/strategy.ts'
import { type QuickAdd, setView, useView } from '../model/view-store.ts'
import { NodeIcon } from './node-icon.tsx'
import { KindMark } from './port.tsx'

interface TypeItem extends PickItem {
  readonly definition: NodeDefinition
}

const close = () => setView({ quickAdd: undefined })

/** A searchable list of node types at a place of the canvas; after a drag from a port it lists only what fits there. */
export function QuickAddBox() {
  const request = useView((view) => view.quickAdd)
  return request === undefined ? null : <QuickAddList key={`${request.screen.x},${request.screen.y}`} request={request} />
}

function QuickAddList({ request }: { readonly request: QuickAdd }) {
  const store = useEditor()
  const recent = useMemo(recentTypes, [])
  const { fitting, others } = useMemo(() => partition(store, request), [store, request])
  const item = (definition: NodeDefinition, group: string | undefined): TypeItem => ({
    id: definition.type,
    definition,
    label: definition.title,
    detail: definition.summary,
    group,
    icon: (
      <span style={{ color: `var(--cat-${definition.category})` }}>
        <NodeIcon name={definition.icon} category={definition.category} />
      </span>
    ),
    hint: (
      <>
        {Object.entries<PortSpec>(definition.outputs).map(([port, spec]) => (
          <KindMark key={port} kind={spec.kind} />
        ))}
      </>
    ),
  })
  const find = (query: string): readonly TypeItem[] => {
    const hasQuery = query.trim() !== ''
    const lastUsed =
      hasQuery || request.from !== undefined || request.edgeId !== undefined
        ? []
        : fitting.filter((definition) => recent.includes(definition.type))
    const first = lastUsed.toSorted((a, b) => recent.indexOf(a.type) - recent.indexOf(b.type)).slice(0, 5)
    const rest = searchTypes(fitting, query, recent).filter((definition) => !first.includes(definition))
    const groupOf = (definition: NodeDefinition) =>
      hasQuery ? (others.length > 0 ? 'Fits here' : undefined) : humanize(definition.category)
    return [
      ...first.map((definition) => item(definition, 'Last used')),
      ...rest.map((definition) => item(definition, groupOf(definition))),
      ...(others.length > 0 ? searchTypes(others, query, recent).map((definition) => item(definition, 'Without a connection')) : []),
    ]
  }
  return (
    <Floating at={request.screen} onClose={close} className="flex h-96 max-h-[70vh] w-96 max-w-[calc(100vw-1rem)] flex-col">
      <PickList
        label="Add a node"
        placeholder={request.edgeId === undefined ? 'Search nodes …' : 'Insert into the connection …'}
        find={find}
        empty="No node type fits this."
        onCancel={close}
        onPick={({ definition }) => {
          close()
          addFromQuickAdd(store, request, definition)
        }}
        header={
          request.message === undefined ? null : (
            <p role="alert" className="border-b border-line bg-warn-soft px-3 py-2 text-xs">
              <span className="font-medium text-warn">{request.message.reason}</span> {request.message.fix}
            </p>
          )
        }
      />
    </Floating>
  )
}

function partition(
  store: EditorStore,
  request: QuickAdd,
): { readonly fitting: readonly NodeDefinition[]; readonly others: readonly NodeDefinition[] } {
  const { document } = store.getState()
  const fits = fitTest(document, request)
  const fitting = registry.all.filter(fits)
  return { fitting, others: request.withOthers === true ? registry.all.filter((definition) => !fits(definition)) : [] }
}

function fitTest(
  document: ReturnType<EditorStore['getState']>['document'],
  { from, edgeId, between }: QuickAdd,
): (definition: NodeDefinition) => boolean {
  const kindAt = (nodeId: string, port: string, side: 'input' | 'output') => {
    const node = nodeById(document, nodeId)
    return node && portKind(node, side, port)
  }
  const edge = edgeId === undefined ? between : document.edges.find((candidate) => candidate.id === edgeId)
  if (edge !== undefined) {
    const source = kindAt(edge.source, edge.sourceHandle, 'output')
    const target = kindAt(edge.target, edge.targetHandle, 'input')
    return (definition) => source !== undefined && target !== undefined && bridgePorts(definition, source, target) !== undefined
  }
  if (from === undefined) return () => true
  const kind = kindAt(from.nodeId, from.port, from.side)
  return (definition) => kind !== undefined && joiningPort(definition, kind, from.side) !== undefined
}
