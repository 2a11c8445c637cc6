import { useRef } from 'react'
import { formatFixed } from '../../ui/format.ts'
import { useCanvas } from '../feed/use-canvas.ts'
import { useChannel, useMarket, useMarketSession } from '../feed/use-market.ts'
import { baseOf } from '../market-words.ts'
import { paintDepth } from './depth-paint.ts'
import { ladderOf } from './ladder-paint.ts'

/** Its shape changes slowly. */
const depthMs = 300

/** How much would be traded on the way to a price. */
export function DepthPanel({ decimals }: { readonly decimals: number }) {
  useChannel('book')
  const { store } = useMarketSession()
  const pointer = useRef<number>(undefined)
  const { canvas, redraw } = useCanvas({
    topics: ['book'],
    everyMs: depthMs,
    draw: (scene) => {
      const { book, symbol } = store.data
      if (book !== undefined) paintDepth(scene, ladderOf(book, undefined), { decimals, pointer: pointer.current, base: baseOf(symbol) })
      return undefined
    },
  })
  const point = (x: number | undefined) => {
    pointer.current = x
    redraw()
  }
  return (
    <section aria-label="Depth" className="relative h-full min-h-0">
      <DepthSummary decimals={decimals} />
      <canvas
        ref={canvas}
        aria-hidden="true"
        className="absolute inset-0 size-full"
        onPointerMove={(event) => point(event.nativeEvent.offsetX)}
        onPointerLeave={() => point(undefined)}
      />
    </section>
  )
}

function DepthSummary({ decimals }: { readonly decimals: number }) {
  const { book, symbol } = useMarket(['book'], 2000)
  const sum = (levels: readonly (readonly [number, number, number])[] = []) =>
    formatFixed(
      levels.reduce((total, [, quantity]) => total + quantity, 0),
      2,
    )
  const [bid, ask] = [book?.bids.at(-1)?.[0], book?.asks.at(-1)?.[0]]
  return (
    <p className="sr-only">
      {bid === undefined || ask === undefined
        ? 'Depth: one side of the book is empty.'
        : `Depth: bids of ${sum(book?.bids)} ${baseOf(symbol)} down to ${formatFixed(bid, decimals)}, asks of ${sum(book?.asks)} ${baseOf(symbol)} up to ${formatFixed(ask, decimals)}.`}
    </p>
  )
}
