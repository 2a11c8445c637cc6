import type { Run } from '@strategraph/protocol'
import { cx } from '../../../ui/class-names.ts'
import { formatFixed, formatNumber, formatTime } from '../../../ui/format.ts'
import { lineColorNames } from './chart-colors.ts'
import type { Plot } from './plots.ts'
import type { LegendRow } from './run-chart.ts'

interface ChartLegendProps {
  readonly feed: Run['feeds'][number]
  readonly row: LegendRow | undefined
  readonly plots: readonly Plot[]
  readonly decimals: number
}

/** Prices of the candle under the pointer (or at the time slider, or the newest), and the values drawn there. */
export function ChartLegend({ feed, row, plots, decimals }: ChartLegendProps) {
  const candle = row?.candle
  const change = candle === undefined || candle.open === 0 ? undefined : 100 * (candle.close / candle.open - 1)
  const price = (value: number) => formatFixed(value, decimals)
  return (
    <div className="num pointer-events-none flex min-w-0 flex-col gap-0.5 text-2xs leading-4">
      <p className="flex flex-wrap items-baseline gap-x-2 rounded bg-surface/80">
        <span className="font-semibold text-xs">
          {feed.instrument.symbol} · {feed.interval}
        </span>
        {candle === undefined || row === undefined ? null : (
          <>
            <span className="text-ink-soft">
              {formatTime(row.openTime)}
              {Number.isFinite(row.closeTime) ? ` to ${endText(row.openTime, row.closeTime)}` : ''} UTC
            </span>
            <span>
              <span className="max-sm:hidden">
                <Label>O</Label> {price(candle.open)} <Label>H</Label> {price(candle.high)} <Label>L</Label> {price(candle.low)}{' '}
              </span>
              <Label>C</Label> {price(candle.close)}
            </span>
            {change === undefined ? null : (
              <span className={cx('font-medium', change >= 0 ? 'text-up' : 'text-down')}>
                {change >= 0 ? '+' : ''}
                {formatFixed(change, 2)} %
              </span>
            )}
            {row.row === undefined ? <span className="text-warn">still forming</span> : null}
          </>
        )}
      </p>
      {plots.length === 0 ? null : (
        <p className="flex flex-wrap gap-x-3 rounded bg-surface/80">
          {plots.map((plot, index) => {
            const value = row?.values[index]
            return (
              <span key={`${plot.key}/${plot.pane}`} className="flex items-center gap-1">
                <span
                  aria-hidden="true"
                  className="h-0.5 w-3 rounded"
                  style={{ background: `var(${lineColorNames[plot.color % lineColorNames.length]})` }}
                />
                <span className="text-ink-soft">{plot.name}</span> {value === undefined ? '–' : formatNumber(value)}
              </span>
            )
          })}
        </p>
      )}
    </div>
  )
}

const Label = ({ children }: { readonly children: string }) => <span className="text-ink-faint">{children}</span>

/** The end of a candle: only the time where it ends on the same day. */
function endText(open: number, close: number): string {
  const [from, to] = [formatTime(open), formatTime(close)]
  return from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to
}
