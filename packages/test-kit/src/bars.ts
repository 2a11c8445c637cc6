import { type Bar, barColumns, type BarColumns, type Interval, intervals, type Time } from '@strategraph/market-model'
import { seededRandom } from './random.ts'

/** Kinds of markets that indicators meet, the ugly ones included. */
export const marketShapes = ['market', 'flat', 'zero-volume', 'tiny', 'huge', 'steps', 'trend'] as const
export type MarketShape = (typeof marketShapes)[number]

export interface MarketOptions {
  readonly bars: number
  readonly seed?: number
  readonly shape?: MarketShape
  readonly interval?: Interval
  /** Close time of the first bar; default one interval after 2024-01-01 00:00 UTC. */
  readonly start?: Time
  /** Share of bars that are left out, as exchanges do without a trade. */
  readonly gaps?: number
}

const newYear2024 = 1_704_067_200_000

/** Bars that obey low <= open, close <= high and ascend in time; a test's market, not a model of one. */
export function marketBars(options: MarketOptions): BarColumns {
  const { bars, seed = 1, shape = 'market', interval = '1h', gaps = 0 } = options
  const random = seededRandom(seed)
  const step = intervals[interval]
  const columns = barColumns(bars)
  const scale = shape === 'tiny' ? 1e-9 : shape === 'huge' ? 1e12 : 1
  let time = options.start ?? newYear2024 + step
  let price = 100
  for (let row = 0; row < bars; row++) {
    if (row > 0) time += step
    while (gaps > 0 && random() < gaps) time += step
    const open = price
    price = nextPrice(shape, price, random)
    const reach = shape === 'flat' || shape === 'steps' ? 0 : price * 0.004
    columns.time[row] = time
    columns.open[row] = open * scale
    columns.high[row] = (Math.max(open, price) + random() * reach) * scale
    columns.low[row] = (Math.min(open, price) - random() * reach) * scale
    columns.close[row] = price * scale
    columns.volume[row] = volumeOf(shape, random) * scale
  }
  return columns
}

function nextPrice(shape: MarketShape, price: number, random: () => number): number {
  if (shape === 'flat') return price
  // Whole numbers, often equal: ties and exact crossings.
  if (shape === 'steps') return Math.max(90, price + Math.floor(random() * 3) - 1)
  const drift = shape === 'trend' ? 0.003 : 0
  return price * (1 + drift + (random() - 0.5) * 0.02)
}

function volumeOf(shape: MarketShape, random: () => number): number {
  if (shape === 'flat' || shape === 'zero-volume') return 0
  return shape === 'steps' ? Math.floor(random() * 4) : random() * 50
}

/** The same as single bars, for sessions. */
export function barList(columns: BarColumns): readonly Bar[] {
  return Array.from(columns.time, (time, row) => ({
    time,
    open: columns.open[row] ?? Number.NaN,
    high: columns.high[row] ?? Number.NaN,
    low: columns.low[row] ?? Number.NaN,
    close: columns.close[row] ?? Number.NaN,
    volume: columns.volume[row] ?? Number.NaN,
  }))
}
