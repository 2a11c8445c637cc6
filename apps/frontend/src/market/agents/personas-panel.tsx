import { useMemo } from 'react'
import { cx } from '../../ui/class-names.ts'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed } from '../../ui/format.ts'
import { useChannel, useMarket } from '../feed/use-market.ts'
import { usePersonaTitle } from '../lab/lab-queries.ts'
import { formatChange, toneOf } from '../market-words.ts'
import { type PersonaFigures, personaFigures, roiScale } from './persona-figures.ts'

/** Which kinds of traders win: what trading made of each persona's money as a bar, each of its agents as a dot. */
export function PersonasPanel({ onPersona }: { readonly onPersona: (persona: string) => void }) {
  useChannel('agents')
  const { agents, loading } = useMarket(['agents', 'loading'], 1500)
  const figures = useMemo(() => personaFigures(agents), [agents])
  const scale = roiScale(figures)
  const titleOf = usePersonaTitle()
  if (figures.length === 0)
    return loading.get('agents') === 'ready' ? <EmptyState title="Nobody trades here" /> : <Loading what="the agents" />
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div role="region" aria-label="Return by persona" tabIndex={0} className="h-full overflow-auto">
      <table className="num w-full text-xs max-sm:block">
        <thead className="max-sm:sr-only">
          <tr className="h-7 border-line border-b bg-raised text-left text-2xs text-ink-soft">
            <th className="pl-2.5 font-normal">Persona</th>
            <th className="w-[38%] font-normal">
              <span className="flex justify-between px-1">
                <span>{formatChange(-scale)}</span>
                <span>Bar: all of their money · dots: each agent</span>
                <span>{formatChange(scale)}</span>
              </span>
            </th>
            <th className="pl-3 text-right font-normal" title="Against what they were given, both at the prices of now">
              By trading
            </th>
            <th className="pl-3 text-right font-normal">Median</th>
            <th className="pl-3 text-right font-normal">Worst to best</th>
            <th className="pl-3 text-right font-normal" title="With the market's own move">
              ROI
            </th>
            <th className="px-2.5 text-right font-normal">Trades</th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {figures.map((figure) => (
            <PersonaRow
              key={figure.persona}
              title={titleOf(figure.persona)}
              figure={figure}
              scale={scale}
              onShow={() => onPersona(figure.persona)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface PersonaRowProps {
  readonly title: string
  readonly figure: PersonaFigures
  readonly scale: number
  readonly onShow: () => void
}

function PersonaRow({ title, figure, scale, onShow }: PersonaRowProps) {
  const { agents, roi, roiByTrading, median, worst, best, trades, rois } = figure
  return (
    <tr className="h-9 border-line border-b max-sm:grid max-sm:h-auto max-sm:grid-cols-[1fr_auto] max-sm:gap-x-2 max-sm:px-2.5 max-sm:py-1.5">
      <th scope="row" className="pl-2.5 text-left font-normal max-sm:pl-0">
        <button type="button" className="rounded font-medium hover:text-accent hover:underline" title="List its agents" onClick={onShow}>
          {title}
        </button>
        <span className="ml-1.5 text-ink-faint">{agents === 1 ? '1 agent' : `${agents} agents`}</span>
      </th>
      <td className="max-sm:order-last max-sm:col-span-2">
        <RoiStrip rois={rois} roi={roiByTrading} scale={scale} />
      </td>
      <td className={cx('text-right font-medium', toneOf(roiByTrading))}>{formatChange(roiByTrading)}</td>
      <td className="pl-3 text-right max-sm:hidden">{formatChange(median)}</td>
      <td className="pl-3 text-right text-ink-soft max-sm:hidden">
        {formatChange(worst)} to {formatChange(best)}
      </td>
      <td className="pl-3 text-right max-sm:hidden">{formatChange(roi)}</td>
      <td className="px-2.5 text-right text-ink-soft max-sm:hidden">{formatFixed(trades, 0)}</td>
    </tr>
  )
}

/** Its numbers stand beside it. */
function RoiStrip({ rois, roi, scale }: { readonly rois: readonly number[]; readonly roi: number; readonly scale: number }) {
  const x = (value: number) => 50 + Math.max(-1, Math.min(1, value / scale)) * 49.5
  const color = roi >= 0 ? 'var(--up)' : 'var(--down)'
  return (
    <svg viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" className="h-6 w-full px-1">
      <rect x={Math.min(50, x(roi))} y={6} width={Math.abs(x(roi) - 50)} height={8} fill={color} opacity={0.3} />
      <line x1={50} x2={50} y1={0} y2={20} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
      {rois.map((value, index) => (
        // A line of no length with round ends is a dot that stays round when the box is stretched.
        <line
          key={index}
          x1={x(value)}
          x2={x(value)}
          y1={10}
          y2={10.01}
          stroke={value >= 0 ? 'var(--up)' : 'var(--down)'}
          strokeOpacity={0.55}
          strokeWidth={5}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <line x1={x(roi)} x2={x(roi)} y1={3} y2={17} stroke={color} strokeWidth={2} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}
