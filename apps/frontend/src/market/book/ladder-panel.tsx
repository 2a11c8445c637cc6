import { useMemo, useRef, useState } from 'react'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatFixed } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import type { MarketStore } from '../feed/market-store.ts'
import { newestQuote } from '../feed/newest-quote.ts'
import { useCanvas } from '../feed/use-canvas.ts'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { usualDepth } from '../feed/market-session.ts'
import { baseOf, formatShort, quantityDecimals, quoteOf } from '../market-words.ts'
import { bidShare, groupSteps, type LadderLevel } from './ladder-maths.ts'
import { type Ladder, ladderOf, levelAt, noFlashes, noteChanges, paintLadder, type Picked } from './ladder-paint.ts'

/** Enough levels for the coarsest step. */
const groupedDepth = 200
const nearLevels = 10

interface LadderPanelProps {
  readonly decimals: number
}

/** The order book, drawn as it changes: asks above, bids below, what is summed up to each level, and what it would cost to go there. */
export function LadderPanel({ decimals }: LadderPanelProps) {
  useChannel('book')
  const session = useMarketSession()
  const { store } = session
  const { symbol, loading } = useMarket(['loading', 'ticker'], 1000)
  const hasBook = useMarket(['book'], 1000).book !== undefined
  const [power, setPower] = useState(0)
  const steps = groupSteps(decimals)
  const step = power === 0 ? undefined : steps[power]
  const state = loading.get('book')
  return (
    <section aria-label="Order book" className="flex h-full min-h-0 flex-col">
      <header className="flex h-8 shrink-0 items-center justify-between gap-2 border-line border-b px-2.5">
        <h2 className="font-semibold text-xs">Order book</h2>
        <label className="flex items-center gap-1.5 text-2xs text-ink-soft">
          Price step
          <select
            className="input num h-6 w-auto text-xs"
            value={power}
            onChange={(event) => {
              const next = Number(event.target.value)
              setPower(next)
              session.setDepth(next === 0 ? usualDepth : groupedDepth)
            }}
          >
            {steps.map((value, index) => (
              <option key={value} value={index}>
                {formatFixed(value, Math.max(0, decimals - index))}
              </option>
            ))}
          </select>
        </label>
      </header>
      <div aria-hidden="true" className="grid h-6 shrink-0 grid-cols-[34%_34%_1fr] items-center text-2xs text-ink-faint">
        <span className="pl-2.5">Price {quoteOf(symbol)}</span>
        <span className="text-right">Quantity {baseOf(symbol)}</span>
        <span className="pr-2.5 text-right">Sum {baseOf(symbol)}</span>
      </div>
      {hasBook ? (
        <LadderCanvas key={`${symbol}/${power}`} store={store} decimals={decimals} step={step} />
      ) : typeof state === 'object' ? (
        <ProblemNote title="The order book could not be loaded." error={state.error} retry={() => session.reload('book')} />
      ) : state === 'ready' ? (
        <EmptyState title="No order book">The market has sent none yet.</EmptyState>
      ) : (
        <Loading what="the order book" />
      )}
    </section>
  )
}

interface LadderCanvasProps extends LadderPanelProps {
  readonly store: MarketStore
  readonly step: number | undefined
}

function LadderCanvas({ store, decimals, step }: LadderCanvasProps) {
  const picked = useRef<Picked>(undefined)
  const footer = useRef<HTMLParagraphElement>(null)
  const flashes = useMemo(noFlashes, [])
  const drawn = useRef<{ readonly version: number; readonly ladder: Ladder }>(undefined)
  const { canvas, redraw } = useCanvas({
    topics: ['book'],
    draw: (scene) => {
      const { book, symbol, tickers } = store.data
      if (book === undefined) return undefined
      const version = store.version('book')
      if (drawn.current?.version !== version) {
        drawn.current = { version, ladder: ladderOf(book, step) }
        noteChanges(flashes, drawn.current.ladder, scene.now)
      }
      const { ladder } = drawn.current
      const { last } = newestQuote(store.data)
      const options = { decimals, quantityDecimals: quantityDecimals(symbol, tickers), picked: picked.current, flashes, last }
      if (footer.current !== null) {
        const words = pickedWords(ladder, picked.current, symbol, options) ?? shareWords(ladder)
        if (footer.current.textContent !== words) footer.current.textContent = words
      }
      return paintLadder(scene, ladder, options)
    },
  })
  const pick = (y: number | undefined) => {
    const height = canvas.current?.clientHeight ?? 0
    picked.current = y === undefined ? undefined : levelAt(y, height)
    redraw()
  }
  return (
    <>
      <div className="relative min-h-0 flex-1">
        <canvas
          ref={canvas}
          aria-hidden="true"
          className="absolute inset-0 size-full"
          onPointerMove={(event) => pick(event.nativeEvent.offsetY)}
          onPointerDown={(event) => pick(event.nativeEvent.offsetY)}
          onPointerLeave={() => pick(undefined)}
        />
        <LadderTable decimals={decimals} />
      </div>
      <p ref={footer} aria-hidden="true" className="num h-9 shrink-0 border-line border-t px-2.5 py-1 text-2xs text-ink-soft leading-3.5" />
    </>
  )
}

/** What it takes to trade up to the level under the pointer. */
function pickedWords(
  ladder: Ladder,
  picked: Picked | undefined,
  symbol: string,
  options: { readonly decimals: number; readonly quantityDecimals: number },
): string | undefined {
  if (picked === undefined) return undefined
  const side = picked.side === 'ask' ? ladder.asks : ladder.bids
  const level: LadderLevel | undefined = side[picked.index]
  const best = side[0]
  if (level === undefined || best === undefined || level.sum === 0) return undefined
  const average = level.cost / level.sum
  const slippage = Math.abs(average / best.price - 1) * 10_000
  const verb = picked.side === 'ask' ? 'Buying' : 'Selling'
  return `${verb} ${formatFixed(level.sum, options.quantityDecimals)} ${baseOf(symbol)}: ${formatShort(level.cost)} ${quoteOf(symbol)}, average ${formatFixed(average, options.decimals)} (${formatFixed(slippage, 1)} bps from the best price)`
}

function shareWords({ bids, asks }: Ladder): string {
  const levels = (side: readonly LadderLevel[]) =>
    side.map(({ price, quantity, orders }): [number, number, number] => [price, quantity, orders])
  const share = bidShare(levels(bids), levels(asks), nearLevels)
  if (share === undefined) return 'The book is empty.'
  const percent = Math.round(share * 100)
  return `Best ${nearLevels} levels: ${percent} % bids, ${100 - percent} % asks. Point at a level to see what trading up to it costs.`
}

/** The same for those who do not see the picture; read at their own pace, so it is not announced. */
function LadderTable({ decimals }: LadderPanelProps) {
  const { book, symbol, tickers } = useMarket(['book'], 2000)
  if (book === undefined) return null
  const rows = [
    ...book.asks
      .slice(0, nearLevels)
      .toReversed()
      .map((level) => ({ side: 'ask', level })),
    ...book.bids.slice(0, nearLevels).map((level) => ({ side: 'bid', level })),
  ]
  return (
    <table className="sr-only">
      <caption>
        Order book of {symbol}, best {nearLevels} levels a side
      </caption>
      <thead>
        <tr>
          <th>Side</th>
          <th>Price</th>
          <th>Quantity</th>
          <th>Orders</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ side, level: [price, quantity, orders] }) => (
          <tr key={`${side}${price}`}>
            <td>{side}</td>
            <td>{formatFixed(price, decimals)}</td>
            <td>{formatFixed(quantity, quantityDecimals(symbol, tickers))}</td>
            <td>{orders}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
