import type { CrashScenario } from '@strategraph/protocol'
import { cx } from '../ui/class-names.ts'
import { formatFixed, formatNumber, formatPercent } from '../ui/format.ts'
import { type ChartShape, chartShape } from './chart-shape.ts'

/** Price with the strategy's fills, and below it the equity; the scenario's time is shaded. */
export function CrashChart({ scenario }: { readonly scenario: CrashScenario }) {
  const shape = chartShape(scenario)
  if (shape === undefined) return null
  const { samples, equity } = scenario
  const low = Math.min(...samples.price)
  const high = Math.max(...samples.price)
  const change = 100 * (equity.last / equity.first - 1)
  const says = `Price from ${formatNumber(low)} to ${formatNumber(high)}; equity from ${formatFixed(equity.first, 2)} to ${formatFixed(equity.last, 2)}, ${scenario.fills.length} fills.`
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-raised">
      <div role="img" aria-label={says}>
        <Pane shape={shape} line={shape.price} color="var(--ink-soft)" className="h-28">
          {shape.fills.map(({ key, left, top, isBuy, title }) => (
            <span
              key={key}
              title={title}
              className={cx(
                'absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full ring-2 ring-raised',
                isBuy ? 'bg-up' : 'bg-down',
              )}
              style={{ left: `${left}%`, top: `${top}%` }}
            />
          ))}
        </Pane>
        <Pane
          shape={shape}
          line={shape.equity}
          color={equity.last >= equity.first ? 'var(--up)' : 'var(--down)'}
          className="h-14 border-line border-t"
        />
      </div>
      <figcaption className="num flex flex-wrap justify-between gap-x-4 border-line border-t px-3 py-1.5 text-ink-soft text-xs">
        <span>
          Price {formatNumber(low)} to {formatNumber(high)}
        </span>
        <span>
          Equity {formatFixed(equity.last, 2)} ({change > 0 ? '+' : ''}
          {formatPercent(change)}), drawdown {formatPercent(equity.maxDrawdownPercent)}
        </span>
      </figcaption>
    </figure>
  )
}

interface PaneProps {
  readonly shape: ChartShape
  readonly line: string
  readonly color: string
  readonly className: string
  readonly children?: React.ReactNode
}

function Pane({ shape, line, color, className, children }: PaneProps) {
  const { on, width, height } = shape
  return (
    <div className={cx('relative', className)}>
      {on === undefined ? null : <div className="absolute inset-y-0 bg-warn-soft" style={{ left: `${on.left}%`, width: `${on.width}%` }} />}
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" className="absolute inset-0 size-full">
        <path d={line} fill="none" stroke={color} strokeWidth={1.5} vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
      </svg>
      {children}
    </div>
  )
}
