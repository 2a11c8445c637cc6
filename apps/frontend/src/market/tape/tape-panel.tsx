import type { MarketTrade } from '@strategraph/protocol'
import { ArrowUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useCanvas } from '../feed/use-canvas.ts'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { baseOf, formatTimeOfDay, quantityDecimals, quoteOf } from '../market-words.ts'
import { bigFrom, paintTape, tapeRowHeight } from './tape-paint.ts'

/** Time and sales: every trade, newest on top. Scrolled down, it holds still so that it can be read. */
export function TapePanel({ decimals }: { readonly decimals: number }) {
  useChannel('trades')
  const session = useMarketSession()
  const { symbol, loading } = useMarket(['loading', 'ticker'], 1000)
  const isEmpty = useMarket(['trades'], 500).trades.length === 0
  const state = loading.get('trades')
  return (
    <section aria-label="Time and sales" className="flex h-full min-h-0 flex-col">
      <header className="flex h-8 shrink-0 items-center justify-between border-line border-b px-2.5">
        <h2 className="font-semibold text-xs">Trades</h2>
        <span className="text-2xs text-ink-soft">▲ bought · ▼ sold · bold: large</span>
      </header>
      <div aria-hidden="true" className="grid h-6 shrink-0 grid-cols-[30%_34%_1fr] items-center text-2xs text-ink-faint">
        <span className="pl-2.5">Time UTC</span>
        <span className="text-right">Price {quoteOf(symbol)}</span>
        <span className="pr-2.5 text-right">Quantity {baseOf(symbol)}</span>
      </div>
      {!isEmpty ? (
        <Tape key={symbol} decimals={decimals} />
      ) : typeof state === 'object' ? (
        <ProblemNote title="The trades could not be loaded." error={state.error} retry={() => session.reload('trades')} />
      ) : state === 'ready' ? (
        <EmptyState title="No trades yet">They appear here as the agents trade. A paused market stands still.</EmptyState>
      ) : (
        <Loading what="the trades" />
      )}
    </section>
  )
}

function Tape({ decimals }: { readonly decimals: number }) {
  const { store } = useMarketSession()
  const box = useRef<HTMLDivElement>(null)
  // Asking the element while drawing would make the browser lay out the page for every trade.
  const scrolled = useRef(0)
  const [held, setHeld] = useState<readonly MarketTrade[]>()
  const big = useRef({ version: -1, from: Number.POSITIVE_INFINITY })
  const { canvas, redraw } = useCanvas({
    topics: ['trades'],
    draw: (scene) => {
      const { trades, symbol, tickers } = store.data
      // Sorting the sizes for every trade would be waste.
      const version = store.version('trades')
      if (version - big.current.version > 20 || big.current.version < 0) big.current = { version, from: bigFrom(trades) }
      paintTape(scene, held ?? trades, {
        decimals,
        quantityDecimals: quantityDecimals(symbol, tickers),
        bigFrom: big.current.from,
        scrolled: scrolled.current,
      })
      return undefined
    },
  })
  const count = useMarket(['trades'], 1000).trades.length
  return (
    <div className="relative min-h-0 flex-1">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div
        ref={box}
        role="region"
        aria-label="Trades, newest first"
        tabIndex={0}
        className="absolute inset-0 overflow-y-auto"
        onScroll={(event) => {
          scrolled.current = event.currentTarget.scrollTop
          if (scrolled.current < 2) setHeld(undefined)
          else if (held === undefined) setHeld(store.data.trades)
          redraw()
        }}
      >
        <canvas ref={canvas} aria-hidden="true" className="sticky top-0 block h-full w-full" />
        <div aria-hidden="true" style={{ height: `calc(${(held?.length ?? count) * tapeRowHeight}px - 100%)` }} />
        <TapeTable decimals={decimals} />
      </div>
      {held === undefined ? null : <ToNewest held={held} onPress={() => box.current?.scrollTo({ top: 0 })} />}
    </div>
  )
}

/** The way back from an older part of the tape, with what has come meanwhile. */
function ToNewest({ held, onPress }: { readonly held: readonly MarketTrade[]; readonly onPress: () => void }) {
  const { trades } = useMarket(['trades'], 500)
  const last = held.at(-1)?.id ?? 0
  const newer = trades.filter(({ id }) => id > last).length
  return (
    <div className="-translate-x-1/2 absolute top-1.5 left-1/2">
      <Button size="small" className="shadow-panel" onClick={onPress}>
        <ArrowUp aria-hidden="true" className="size-3" /> {newer === 0 ? 'To the newest' : `${newer} newer`}
      </Button>
    </div>
  )
}

/** The newest for those who do not see the picture. */
function TapeTable({ decimals }: { readonly decimals: number }) {
  const { trades, symbol, tickers } = useMarket(['trades'], 2000)
  return (
    <table className="sr-only">
      <caption>Newest trades of {symbol}</caption>
      <thead>
        <tr>
          <th>Time</th>
          <th>Taker</th>
          <th>Price</th>
          <th>Quantity</th>
        </tr>
      </thead>
      <tbody>
        {trades
          .slice(-12)
          .toReversed()
          .map((trade) => (
            <tr key={trade.id}>
              <td>{formatTimeOfDay(trade.time)}</td>
              <td>
                {trade.side} by {trade.taker}
              </td>
              <td>{formatFixed(trade.price, decimals)}</td>
              <td>{formatFixed(trade.quantity, quantityDecimals(symbol, tickers))}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
