interface Bars {
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
}

/** A few candles without axes: the shape of the prices at a glance. */
export function MiniCandles({ bars, className, label }: { readonly bars: Bars; readonly className?: string; readonly label: string }) {
  const count = bars.close.length
  if (count === 0) return <div className={className} />
  const low = Math.min(...bars.low)
  const range = Math.max(...bars.high) - low || 1
  const [width, height, slot] = [600, 120, 600 / count]
  const y = (price: number) => 4 + (1 - (price - low) / range) * (height - 8)
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label} className={className}>
      {bars.close.map((close, index) => {
        const open = bars.open[index] ?? close
        const color = close >= open ? 'var(--up)' : 'var(--down)'
        const x = slot * (index + 0.5)
        const body = Math.min(18, slot * 0.66)
        const top = Math.min(y(open), y(close))
        return (
          <g key={`${index}`} stroke={color} fill={color}>
            <line
              x1={x}
              x2={x}
              y1={y(bars.high[index] ?? close)}
              y2={y(bars.low[index] ?? close)}
              strokeWidth={1}
              vectorEffect="non-scaling-stroke"
            />
            <rect x={x - body / 2} y={top} width={body} height={Math.max(1, Math.abs(y(open) - y(close)))} stroke="none" />
          </g>
        )
      })}
    </svg>
  )
}
