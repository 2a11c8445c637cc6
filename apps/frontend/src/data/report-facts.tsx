import type { ImportReport } from '@strategraph/protocol'
import { cx } from '../ui/class-names.ts'
import { formatDay, formatFixed } from '../ui/format.ts'

/** The report in numbers. */
export function ReportFacts({ report }: { readonly report: ImportReport }) {
  const { rowsRead, barsKept, interval, from, to, gaps, missingBars, duplicates, outOfOrder, badRows, layout } = report
  const count = (value: number) => formatFixed(value, 0)
  const facts: readonly { readonly title: string; readonly value: string; readonly isWrong?: boolean }[] = [
    { title: 'Layout', value: layout },
    { title: 'Interval', value: interval ?? 'unknown' },
    { title: 'Rows read', value: count(rowsRead) },
    { title: 'Candles', value: count(barsKept) },
    { title: 'Range (UTC)', value: from === null || to === null ? '–' : `${formatDay(from)} to ${formatDay(to)}` },
    {
      title: 'Missing',
      value: gaps === 0 ? 'none' : `${count(missingBars)} in ${gaps === 1 ? '1 gap' : `${count(gaps)} gaps`}`,
      isWrong: gaps > 0,
    },
    { title: 'Duplicates', value: duplicates === 0 ? 'none' : count(duplicates), isWrong: duplicates > 0 },
    { title: 'Wrong order', value: outOfOrder === 0 ? 'none' : count(outOfOrder), isWrong: outOfOrder > 0 },
    { title: 'Bad rows', value: badRows === 0 ? 'none' : count(badRows), isWrong: badRows > 0 },
  ]
  return (
    <dl className="num flex flex-wrap gap-x-6 gap-y-2 text-xs">
      {facts.map(({ title, value, isWrong }) => (
        <div key={title}>
          <dt className="text-2xs text-ink-faint">{title}</dt>
          <dd className={cx('font-medium', isWrong === true && 'text-warn')}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
