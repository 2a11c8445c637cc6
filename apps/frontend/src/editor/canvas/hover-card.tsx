import { useInternalNode, useStore } from '@xyflow/react'
import { useEffect, useState } from 'react'
import { formatTime } from '../../ui/format.ts'
import { type RunView, shownValues } from '../../runs/run-store.ts'
import { useValuesTime, useValueText } from '../../runs/use-live-value.ts'
import { useEditorState } from '../model/editor-context.ts'
import { nodeById, portTitle, shapeOf } from '../model/strategy.ts'
import { measure } from './geometry.ts'
import { KindMark } from './port.tsx'

/** A pointer that only passes by opens nothing. */
const restMs = 450

/** All values of the node under the pointer, as text: at any zoom, with the candle that they belong to. */
export function HoverCard({ nodeId, view }: { readonly nodeId: string; readonly view: RunView }) {
  const [isResting, setResting] = useState(false)
  const node = useEditorState((state) => nodeById(state.document, nodeId))
  const values = shownValues(view)
  const at = useInternalNode(nodeId)?.internals.positionAbsolute
  const [x, y, zoom] = useStore((state) => state.transform)
  const time = useValuesTime(values)
  useEffect(() => {
    const timer = setTimeout(() => setResting(true), restMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isResting || node === undefined || at === undefined) return null
  const { name, outputs } = shapeOf(node)
  if (Object.keys(outputs).length === 0) return null
  return (
    <div
      className="pointer-events-none absolute z-10 min-w-44 rounded-lg border border-line bg-surface p-2 text-xs shadow-overlay"
      style={{ left: at.x * zoom + x, top: (at.y + measure(node).height) * zoom + y + 8 }}
    >
      <p className="mb-1 flex justify-between gap-4 font-medium">
        {name}
        {time > 0 ? <span className="num font-normal text-ink-faint">{formatTime(time)}</span> : null}
      </p>
      {Object.entries(outputs).map(([port, spec]) => (
        <p key={port} className="flex items-center gap-1.5">
          <KindMark kind={spec.kind} />
          <span className="text-ink-soft">{portTitle(outputs, port)}</span>
          <Value values={values} valueKey={`${nodeId}.${port}`} />
        </p>
      ))}
    </div>
  )
}

function Value({ values, valueKey }: { readonly values: ReturnType<typeof shownValues>; readonly valueKey: string }) {
  return <span className="num ml-auto pl-4 font-medium">{useValueText(values, valueKey)}</span>
}
