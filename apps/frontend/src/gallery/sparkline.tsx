import { useId } from 'react'
import { sparkPath } from './spark-path.ts'

interface SparklineProps {
  readonly values: readonly number[]
  readonly width: number
  readonly height: number
  readonly className?: string
  readonly range?: readonly [number, number]
}

/** A small line; green where it ends above its start, grey where nothing of that can be seen. */
export function Sparkline({ values, width, height, className, range }: SparklineProps) {
  const id = useId()
  const path = sparkPath(values, { width, height, range })
  if (path === undefined) return <div className={className} />
  const change = (values.at(-1) ?? 0) - (values[0] ?? 0)
  const least = range === undefined ? 0 : (range[1] - range[0]) / height / 2
  const color = Math.abs(change) < least ? 'var(--ink-faint)' : change >= 0 ? 'var(--up)' : 'var(--down)'
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" className={className}>
      <defs>
        <linearGradient id={id} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stopColor={color} stopOpacity={0.3} />
          <stop offset="1" stopColor={color} stopOpacity={0} />
        </linearGradient>
      </defs>
      <path d={path.area} fill={`url(#${id})`} />
      <path d={path.line} fill="none" stroke={color} strokeWidth={2} vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
    </svg>
  )
}
