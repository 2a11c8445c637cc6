import type { Ticker } from '@strategraph/protocol'
import { FlaskConical, TriangleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { navigate } from '../app/router.ts'
import { Segments } from '../runs/panel/shared/segments.tsx'
import { modeWords as runModeWords } from '../runs/mode-badge.tsx'
import { cx } from '../ui/class-names.ts'
import { formatFixed, formatNumber } from '../ui/format.ts'
import { spreadOf } from './book/ladder-maths.ts'
import { type NewestQuote, newestQuote } from './feed/newest-quote.ts'
import { useMarket } from './feed/use-market.ts'
import { baseOf, formatChange, formatShort, modeWords, quoteOf } from './market-words.ts'

interface MarketHeaderProps {
  readonly symbol: string
  readonly decimals: number
  readonly isPhone: boolean
}

/** Which market, what it costs, and that none of it is real. */
export function MarketHeader({ symbol, decimals, isPhone }: MarketHeaderProps) {
  const data = useMarket(['ticker', 'trades', 'book'])
  const { tickers } = data
  const ticker = tickers.get(symbol)
  const quote = newestQuote(data)
  const symbols = [...tickers.keys()]
  const show = (next: string) => navigate({ page: 'market', symbol: next })
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1.5 border-line border-b bg-surface px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="sr-only">Market</h1>
        <SimulatedTag />
        {isPhone ? (
          <select aria-label="Market" className="input w-auto font-medium" value={symbol} onChange={(event) => show(event.target.value)}>
            {symbols.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        ) : (
          <Segments label="Market" options={symbols.map((id) => ({ id, label: id }))} value={symbol} onChange={show} />
        )}
      </div>
      <LastPrice symbol={symbol} last={quote.last} open={ticker?.open ?? null} decimals={decimals} />
      <Figures symbol={symbol} ticker={ticker} quote={quote} decimals={decimals} />
      {ticker === undefined ? null : <Warnings ticker={ticker} />}
    </header>
  )
}

function SimulatedTag() {
  const { says } = runModeWords.simulated
  return (
    <span
      title={says}
      className="inline-flex h-7 items-center gap-1.5 rounded-md border-2 border-mode-simulated bg-surface px-2 font-bold text-mode-simulated text-xs uppercase tracking-wider"
    >
      <FlaskConical aria-hidden="true" className="size-4" />
      Simulated market
    </span>
  )
}

interface LastPriceProps {
  readonly symbol: string
  readonly last: number | null
  /** 24 hours ago. */
  readonly open: number | null
  readonly decimals: number
}

function LastPrice({ symbol, last, open, decimals }: LastPriceProps) {
  const before = useRef<{ readonly symbol: string; readonly price: number; readonly direction: number }>(undefined)
  if (last !== null && (before.current?.symbol !== symbol || before.current.price !== last)) {
    const direction = before.current?.symbol === symbol ? Math.sign(last - before.current.price) : 0
    before.current = { symbol, price: last, direction }
  }
  const direction = before.current?.direction ?? 0
  const change = last === null || open === null || open === 0 ? undefined : last / open - 1
  const text = last === null ? '–' : formatFixed(last, decimals)
  useEffect(() => {
    document.title = `SIMULATED · ${symbol} ${text} · Strategraph`
  }, [symbol, text])
  useEffect(
    () => () => {
      document.title = 'Strategraph'
    },
    [],
  )
  return (
    <p className="num flex items-baseline gap-2">
      <span className="sr-only">Last price of {symbol}: </span>
      <span className={cx('font-semibold text-xl tracking-tight', direction > 0 && 'text-up', direction < 0 && 'text-down')}>{text}</span>
      <span aria-hidden="true" className={cx('w-3 text-xs', direction > 0 ? 'text-up' : 'text-down')}>
        {direction > 0 ? '▲' : direction < 0 ? '▼' : ''}
      </span>
      <span className={cx('font-medium', change === undefined || change === 0 ? 'text-ink-soft' : change > 0 ? 'text-up' : 'text-down')}>
        {change === undefined ? '' : formatChange(change)}
        <span className="ml-1 font-normal text-2xs text-ink-faint">24 h</span>
      </span>
    </p>
  )
}

interface FiguresProps {
  readonly symbol: string
  readonly ticker: Ticker | undefined
  readonly quote: NewestQuote
  readonly decimals: number
}

function Figures({ symbol, ticker, quote, decimals }: FiguresProps) {
  const spread = spreadOf(quote.bid, quote.ask)
  const price = (value: number | null | undefined) => (value === null || value === undefined ? '–' : formatFixed(value, decimals))
  return (
    <dl className="num flex flex-wrap gap-x-5 gap-y-1 text-xs max-sm:gap-x-4">
      <Figure title="Bid / ask">
        {price(quote.bid)} / {price(quote.ask)}
      </Figure>
      <Figure title="Spread">
        {spread === undefined ? '–' : `${formatFixed(spread.absolute, decimals)} (${formatNumber(Number(spread.bps.toFixed(2)))} bps)`}
      </Figure>
      <Figure title="24 h volume">
        {ticker === undefined ? '–' : `${formatShort(ticker.volume)} ${baseOf(symbol)}`}
        {ticker === undefined || ticker.vwap === null ? '' : ` · ${formatShort(ticker.volume * ticker.vwap)} ${quoteOf(symbol)}`}
      </Figure>
      <Figure title="24 h low to high" className="max-sm:hidden">
        {price(ticker?.low)} to {price(ticker?.high)}
      </Figure>
      <Figure title="24 h trades" className="max-sm:hidden">
        {ticker === undefined ? '–' : formatFixed(ticker.trades, 0)}
      </Figure>
    </dl>
  )
}

function Figure({ title, className, children }: { readonly title: string; readonly className?: string; readonly children: ReactNode }) {
  return (
    <div className={className}>
      <dt className="text-2xs text-ink-faint">{title}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  )
}

/** What is unusual about the market right now; said when it begins, not repeated. */
function Warnings({ ticker }: { readonly ticker: Ticker }) {
  const mode = ticker.mode === 'online' ? undefined : modeWords[ticker.mode]
  return (
    <output className="flex flex-wrap gap-2">
      {mode === undefined ? null : (
        <span title={mode.says} className="inline-flex h-6 items-center gap-1.5 rounded-md bg-warn-soft px-2 font-medium text-warn text-xs">
          <TriangleAlert aria-hidden="true" className="size-3.5" /> {mode.label}
        </span>
      )}
      {ticker.feedIsLive ? null : (
        <span
          title="A scenario holds market data back: the market trades on, but nothing shown here is newer than the freeze."
          className="inline-flex h-6 items-center gap-1.5 rounded-md bg-warn-soft px-2 font-medium text-warn text-xs"
        >
          <TriangleAlert aria-hidden="true" className="size-3.5" /> Feed frozen
        </span>
      )}
    </output>
  )
}
