import { useMemo } from 'react'
import { boxHeight, boxWidth, sketchGraph } from './graph-sketch.ts'

/** The shape of a strategy, drawn from the places of its nodes. */
export function GraphPreview({
  document,
  className,
}: {
  readonly document: Readonly<Record<string, unknown>>
  readonly className?: string
}) {
  const sketch = useMemo(() => sketchGraph(document), [document])
  if (sketch === undefined) return <div className={className} />
  return (
    <svg viewBox={`0 0 ${sketch.width} ${sketch.height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true" className={className}>
      {sketch.lines.map((line) => (
        <path key={line.id} d={line.path} fill="none" stroke={line.color} strokeWidth={5} opacity={0.45} />
      ))}
      {sketch.boxes.map((box) => (
        <g key={box.id}>
          <rect x={box.x} y={box.y} width={boxWidth} height={boxHeight} rx={14} fill="var(--surface)" stroke={box.color} strokeWidth={5} />
          <rect x={box.x + 22} y={box.y + 26} width={boxWidth * 0.55} height={12} rx={6} fill={box.color} opacity={0.75} />
        </g>
      ))}
    </svg>
  )
}
