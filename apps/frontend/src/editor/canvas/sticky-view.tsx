import { type NodeProps, useReactFlow, useStore } from '@xyflow/react'
import { memo, Suspense, useRef, useState } from 'react'
import { Markdown } from '../later.ts'
import { changeSticky } from '../model/document-ops.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import type { StickyFlowNode } from './flow-items.ts'
import { readableZoom } from './geometry.ts'

const colors = ['yellow', 'blue', 'green', 'pink', 'grey'] as const
const paint: Readonly<Record<(typeof colors)[number], string>> = {
  yellow: '#e5b93c',
  blue: '#5b8def',
  green: '#43a977',
  pink: '#d86a96',
  grey: '#8791a1',
}

/** A note on the canvas: markdown, behind the nodes. */
export const StickyView = memo(function StickyView({ id, data, selected }: NodeProps<StickyFlowNode>) {
  const store = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const [isEditing, setEditing] = useState(data.sticky.text === '')
  const { text, color } = data.sticky
  // From afar the text is larger, so that at least its beginning can be read.
  const isReadable = useStore((state) => state.transform[2] >= readableZoom)
  const tint = paint[color]
  return (
    <div
      className={`relative size-full rounded-lg border p-2.5 ${isReadable ? 'text-xs' : 'text-lg leading-snug'}`}
      style={{
        background: `color-mix(in oklab, ${tint} 16%, var(--surface))`,
        borderColor: `color-mix(in oklab, ${tint} 55%, var(--line))`,
      }}
      onDoubleClick={(event) => {
        event.stopPropagation()
        if (!isReadOnly) setEditing(true)
      }}
    >
      {selected && !isReadOnly ? <ResizeCorner id={id} size={data.sticky.size} /> : null}
      {isEditing && !isReadOnly ? (
        <textarea
          autoFocus
          aria-label="Text of the note"
          defaultValue={text}
          maxLength={20_000}
          placeholder="Write a note. Markdown works."
          className="nodrag nopan nowheel size-full resize-none bg-transparent outline-none"
          onKeyDown={(event) => {
            event.stopPropagation()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
          onBlur={(event) => {
            setEditing(false)
            store.commit('Edit note', changeSticky(id, { text: event.currentTarget.value }))
          }}
        />
      ) : (
        <div className="size-full overflow-hidden">
          {text === '' ? (
            <span className="text-ink-faint">Double-click to write</span>
          ) : (
            <Suspense fallback={text}>
              <Markdown text={text} />
            </Suspense>
          )}
        </div>
      )}
      {selected && !isReadOnly ? (
        <div className="nodrag absolute -top-7 left-0 flex gap-1 rounded-md border border-line bg-surface p-1 shadow-panel">
          {colors.map((option) => (
            <button
              key={option}
              type="button"
              aria-label={`Colour ${option}`}
              aria-pressed={option === color}
              onClick={() => store.commit('Colour note', changeSticky(id, { color: option }))}
              className="size-4 rounded-full aria-pressed:ring-2 aria-pressed:ring-accent"
              style={{ background: paint[option] }}
            />
          ))}
        </div>
      ) : null}
    </div>
  )
})

const leastSize = { width: 120, height: 60 }

/** Drags the lower right corner; one undo step when it is let go. */
function ResizeCorner({ id, size }: { readonly id: string; readonly size: { readonly width: number; readonly height: number } }) {
  const store = useEditor()
  const { getZoom, updateNode } = useReactFlow()
  const sizeAt = (event: React.PointerEvent, from: { x: number; y: number }) => ({
    width: Math.max(leastSize.width, Math.round(size.width + (event.clientX - from.x) / getZoom())),
    height: Math.max(leastSize.height, Math.round(size.height + (event.clientY - from.y) / getZoom())),
  })
  const from = useRef<{ x: number; y: number }>(undefined)
  return (
    <span
      aria-hidden="true"
      title="Drag to resize"
      className="nodrag absolute -right-1 -bottom-1 size-4 cursor-nwse-resize rounded-sm border border-accent bg-surface"
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, y: event.clientY }
      }}
      onPointerMove={(event) => {
        if (from.current !== undefined) updateNode(id, sizeAt(event, from.current))
      }}
      onPointerUp={(event) => {
        if (from.current === undefined) return
        store.commit('Resize note', changeSticky(id, { size: sizeAt(event, from.current) }))
        from.current = undefined
      }}
    />
  )
}
