import type { CrashScenario } from '@strategraph/protocol'
import { formatNumber, formatTime } from '../ui/format.ts'

export interface ChartShape {
  readonly width: number
  readonly height: number
  /** Paths in that box. */
  readonly price: string
  readonly equity: string
  /** When the scenario was on, percent of the width. */
  readonly on: { readonly left: number; readonly width: number } | undefined
  /** One for all fills of an order at a moment; percent of width and height. */
  readonly fills: readonly {
    readonly key: string
    readonly left: number
    readonly top: number
    readonly isBuy: boolean
    readonly title: string
  }[]
}

const box = { width: 600, height: 100 }
/** Above and below the line, percent of the height. */
const padding = 6

/** Undefined where there is too little to draw. */
export function chartShape({ samples, fills, began, ended, from, to }: CrashScenario): ChartShape | undefined {
  const { time, price, equity } = samples
  if (time.length < 2 || !(to > from)) return undefined
  const left = (at: number) => (100 * Math.min(Math.max(at - from, 0), to - from)) / (to - from)
  const priceTop = scaleOf([...price, ...fills.map((fill) => fill.price)])
  const equityTop = scaleOf(equity)
  const path = (values: readonly number[], top: (value: number) => number) =>
    `M${values.map((value, row) => `${((left(time[row] ?? from) * box.width) / 100).toFixed(1)} ${((top(value) * box.height) / 100).toFixed(1)}`).join('L')}`
  const marks = new Map<string, ChartShape['fills'][number]>()
  for (const fill of fills) {
    const key = `${fill.time} ${fill.role} ${fill.side}`
    const title = `${formatTime(fill.time)} UTC: ${fill.role} ${fill.side} at ${formatNumber(fill.price)}`
    // The last part of an order is where it ended.
    marks.set(key, { key, left: left(fill.time), top: priceTop(fill.price), isBuy: fill.side === 'buy', title })
  }
  return {
    ...box,
    price: path(price, priceTop),
    equity: path(equity, equityTop),
    on: began === null || ended === null ? undefined : { left: left(began), width: left(ended) - left(began) },
    fills: [...marks.values()],
  }
}

/** Percent from the top; what never changes runs through the middle. */
function scaleOf(values: readonly number[]): (value: number) => number {
  const low = Math.min(...values)
  const range = Math.max(...values) - low
  return (value) => (range === 0 ? 50 : padding + (1 - (value - low) / range) * (100 - 2 * padding))
}
