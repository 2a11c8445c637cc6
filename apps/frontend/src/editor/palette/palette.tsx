import { type NodeDefinition, categories } from '@strategraph/strategy-core'
import { useReactFlow } from '@xyflow/react'
import { Search, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { dragType } from '../canvas/pointer.ts'
import { NodeIcon } from '../canvas/node-icon.tsx'
import { KindMark } from '../canvas/port.tsx'
import { addNodeAt, freePlace } from '../commands/add-node.ts'
import { joiningPort } from '../model/candidates.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { searchTypes } from '../model/search.ts'
import { humanize, nodeById, portKind, portTitle, registry, shapeOf } from '../model/strategy.ts'
import { setView, useView, wideEnough } from '../model/view-store.ts'

/** All node types by category: search, drag onto the canvas, double-click or Enter to add. */
export function Palette() {
  const store = useEditor()
  const { screenToFlowPosition } = useReactFlow()
  const [query, setQuery] = useState('')
  const filter = useView((view) => view.paletteFilter)
  const document_ = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const source = filter === undefined ? undefined : nodeById(document_, filter.nodeId)
  const kind = filter === undefined || source === undefined ? undefined : portKind(source, filter.side, filter.port)

  const found = useMemo(() => {
    const fitting =
      filter === undefined || kind === undefined
        ? registry.all
        : registry.all.filter((definition) => joiningPort(definition, kind, filter.side) !== undefined)
    return searchTypes(fitting, query)
  }, [query, filter, kind])

  const add = (definition: NodeDefinition) => {
    if (isReadOnly) return
    const box = document.querySelector('.react-flow')?.getBoundingClientRect()
    const middle = box === undefined ? { x: 400, y: 300 } : { x: box.x + box.width / 2 - 106, y: box.y + box.height / 2 - 60 }
    addNodeAt(store, definition, freePlace(store.getState().document.nodes, screenToFlowPosition(middle)))
    if (innerWidth < wideEnough) setView({ left: undefined })
  }
  const groups =
    query.trim() === ''
      ? categories.map((category) => ({ category, list: found.filter((definition) => definition.category === category) }))
      : [{ category: undefined, list: found }]

  return (
    <div className="flex h-full min-h-0 flex-col">
      <h2 className="sr-only">Nodes</h2>
      <div className="relative p-2">
        <Search aria-hidden="true" className="absolute top-4 left-4 size-3.5 text-ink-faint" />
        <input
          type="search"
          aria-label="Search node types"
          placeholder="Search nodes"
          className="input pl-7"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const first = found[0]
            if (event.key === 'Enter' && first !== undefined) add(first)
            if (event.key === 'ArrowDown')
              event.currentTarget.closest('div')?.parentElement?.querySelector<HTMLElement>('[data-type]')?.focus()
          }}
        />
      </div>
      {filter !== undefined && source !== undefined && kind !== undefined ? (
        <div className="mx-2 mb-1 flex items-center gap-1 rounded-md bg-accent-soft py-0.5 pr-0.5 pl-2 text-xs">
          <KindMark kind={kind} />
          <span className="min-w-0 flex-1 truncate">
            Fits {shapeOf(source).name} ·{' '}
            {portTitle(filter.side === 'input' ? shapeOf(source).inputs : shapeOf(source).outputs, filter.port)}
          </span>
          <IconButton label="Show all nodes" className="size-5" onClick={() => setView({ paletteFilter: undefined })}>
            <X />
          </IconButton>
        </div>
      ) : null}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {found.length === 0 ? <p className="p-3 text-center text-ink-soft">No node is called “{query}”.</p> : null}
        {groups.map(({ category, list }) =>
          list.length === 0 ? null : (
            <section key={category ?? 'found'} aria-label={category === undefined ? 'Found' : humanize(category)}>
              {category === undefined ? null : (
                <h3
                  className="sticky top-0 z-[1] bg-surface pt-2 pb-1 font-medium text-2xs uppercase tracking-wide"
                  style={{ color: `var(--cat-${category})` }}
                >
                  {category === 'ai' ? 'AI' : humanize(category)}
                </h3>
              )}
              {list.map((definition) => (
                <PaletteItem key={definition.type} definition={definition} onAdd={() => add(definition)} isDisabled={isReadOnly} />
              ))}
            </section>
          ),
        )}
      </div>
    </div>
  )
}

function PaletteItem({
  definition,
  onAdd,
  isDisabled,
}: {
  readonly definition: NodeDefinition
  readonly onAdd: () => void
  readonly isDisabled: boolean
}) {
  return (
    <button
      type="button"
      data-type={definition.type}
      draggable={!isDisabled}
      disabled={isDisabled}
      title={`${definition.summary}\n\nDrag onto the canvas, or double-click.`}
      aria-description={definition.summary}
      onDragStart={(event) => {
        event.dataTransfer.setData(dragType, definition.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
      onDoubleClick={onAdd}
      onClick={(event) => {
        // A tap, or Enter on the focused item: a mouse click alone only selects, as in every palette.
        if (event.detail === 0 || matchMedia('(pointer: coarse)').matches) onAdd()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        const all = [...document.querySelectorAll<HTMLElement>('[data-type]')]
        all[all.indexOf(event.currentTarget) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
      }}
      className="flex h-7 w-full cursor-grab items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover active:cursor-grabbing disabled:cursor-default disabled:opacity-50"
    >
      <span style={{ color: `var(--cat-${definition.category})` }}>
        <NodeIcon name={definition.icon} category={definition.category} className="size-3.5" />
      </span>
      <span className={definition.category === 'order' || definition.category === 'risk' ? 'truncate font-semibold' : 'truncate'}>
        {definition.title}
      </span>
    </button>
  )
}
