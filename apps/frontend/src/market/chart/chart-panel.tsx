import { ChevronsRight, Maximize2 } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTheme } from '../../app/theme.ts'
import { intervalMs } from '../../runs/panel/chart/chart-rows.ts'
import { Segments } from '../../runs/panel/shared/segments.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed, formatTime } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { baseOf, formatChange, formatShort } from '../market-words.ts'
import type { Candle } from './candle-fold.ts'
import { chartNotes } from './chart-notes.ts'
import { type CandlesState, type ChartInterval, chartIntervals, type FollowedCandles, followCandles } from './follow-candles.ts'
import { createMarketChart, type MarketChart } from './market-chart.ts'

const options = chartIntervals.map((id) => ({ id, label: id }))

/** Candles of the market with volume, live; scenarios and halts marked where they happened. */
export function ChartPanel({ symbol, decimals }: { readonly symbol: string; readonly decimals: number }) {
  useChannel('candle')
  const { store } = useMarketSession()
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<MarketChart>(undefined)
  const feed = useRef<FollowedCandles>(undefined)
  const summaryId = useId()
  const [interval, setInterval_] = useState<ChartInterval>('1m')
  const [isLog, setLog] = useState(false)
  const [state, setState] = useState<CandlesState>('loading')
  const [hovered, setHovered] = useState<Candle>()
  const [last, setLast] = useState<Candle>()

  useEffect(() => {
    if (box.current === null) return
    const made = createMarketChart(box.current, setHovered)
    chart.current = made
    // The legend is text: it follows at reading speed, the chart at once.
    let newest: Candle | undefined
    const timer = setInterval(() => setLast(newest), 500)
    let isFirst = true
    const followed = followCandles({
      store,
      symbol,
      interval,
      read: (of, limit) => api.marketCandles({ query: { symbol, interval: of, limit } }),
      onState: setState,
      onAll(candles) {
        made.setCandles(candles)
        newest = candles.at(-1)
        setLast(newest)
        if (isFirst && candles.length > 0) {
          isFirst = false
          made.showLast()
        }
      },
      onCandle(candle) {
        newest = candle
        made.putCandle(candle)
      },
    })
    feed.current = followed
    const stopTheme = useTheme.subscribe(() => requestAnimationFrame(() => made.readTheme()))
    return () => {
      clearInterval(timer)
      followed.stop()
      stopTheme()
      chart.current = undefined
      made.remove()
    }
  }, [store, symbol, interval])
  useEffect(() => chart.current?.setPrecision(decimals), [decimals, interval, symbol])
  useEffect(() => chart.current?.setScale(isLog ? 'log' : 'linear'), [isLog, interval, symbol])

  const { events } = useMarket(['events'], 1000)
  useEffect(() => {
    const notes = chartNotes(events, symbol, intervalMs(interval))
    chart.current?.setNotes(notes)
  }, [events, interval, symbol, state])

  const shown = hovered ?? last
  return (
    <section aria-label="Candles" aria-describedby={summaryId} className="relative flex h-full min-h-0 flex-col">
      <div className="flex h-8 shrink-0 items-center gap-2 overflow-x-auto border-line border-b px-2">
        <Segments label="Interval" options={options} value={interval} onChange={setInterval_} />
        <div className="flex shrink-0 items-center gap-0.5">
          <Button
            size="small"
            look="plain"
            aria-pressed={isLog}
            title="Logarithmic price scale"
            className={isLog ? 'bg-accent-soft text-accent' : ''}
            onClick={() => setLog(!isLog)}
          >
            Log
          </Button>
          <IconButton label="Show all candles" className="size-6" onClick={() => chart.current?.fit()}>
            <Maximize2 />
          </IconButton>
          <IconButton label="Go to the newest candle" className="size-6" onClick={() => chart.current?.showLast()}>
            <ChevronsRight />
          </IconButton>
        </div>
      </div>
      <div className="relative min-h-0 flex-1">
        <div className="pointer-events-none absolute top-1.5 left-2 z-10">
          {shown === undefined ? null : <Legend candle={shown} decimals={decimals} base={baseOf(symbol)} />}
        </div>
        <p id={summaryId} className="sr-only">
          {summary(symbol, interval, last, decimals)}
        </p>
        <div ref={box} className="absolute inset-0" />
        {state === 'loading' ? (
          <div className="absolute inset-0 grid place-items-center bg-surface/60">
            <Loading what="the candles" />
          </div>
        ) : null}
        {state === 'empty' ? (
          <div className="absolute inset-0 bg-surface">
            <EmptyState title="No candles yet">The first one appears with the first trade. A paused market stands still.</EmptyState>
          </div>
        ) : null}
        {typeof state === 'object' ? (
          <div className="absolute inset-0 bg-surface">
            <ProblemNote title="The candles could not be loaded." error={state.error} retry={() => feed.current?.reload()} />
          </div>
        ) : null}
      </div>
    </section>
  )
}

function Legend({ candle, decimals, base }: { readonly candle: Candle; readonly decimals: number; readonly base: string }) {
  const change = candle.open === 0 ? 0 : candle.close / candle.open - 1
  const price = (value: number) => formatFixed(value, decimals)
  return (
    <p className="num flex flex-wrap items-baseline gap-x-2 rounded bg-surface/80 px-1 text-2xs leading-4">
      <span className="text-ink-soft">{formatTime(candle.openTime)} UTC</span>
      <span className="max-sm:hidden">
        <Label>O</Label> {price(candle.open)} <Label>H</Label> {price(candle.high)} <Label>L</Label> {price(candle.low)}
      </span>
      <span>
        <Label>C</Label> {price(candle.close)}
      </span>
      <span className={cx('font-medium', change >= 0 ? 'text-up' : 'text-down')}>{formatChange(change)}</span>
      <span>
        <Label>Volume</Label> {formatShort(candle.volume)} {base}
      </span>
    </p>
  )
}

const Label = ({ children }: { readonly children: string }) => <span className="text-ink-faint">{children}</span>

/** What the picture says, for those who do not see it. */
function summary(symbol: string, interval: string, last: Candle | undefined, decimals: number): string {
  const what = `Candle chart of ${symbol}, ${interval}.`
  if (last === undefined) return what
  return `${what} Candle of ${formatTime(last.openTime)} UTC: open ${formatFixed(last.open, decimals)}, high ${formatFixed(last.high, decimals)}, low ${formatFixed(last.low, decimals)}, close ${formatFixed(last.close, decimals)}.`
}
