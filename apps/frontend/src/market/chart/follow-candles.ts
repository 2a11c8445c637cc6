import type { MarketCandle } from '@strategraph/protocol'
import { intervalMs } from '../../runs/panel/chart/chart-rows.ts'
import type { MarketStore } from '../feed/market-store.ts'
import { type Candle, candleOf, createMinutes, minuteMs, openOf } from './candle-fold.ts'

export const chartIntervals = ['1m', '5m', '15m', '1h', '4h', '1d'] as const
export type ChartInterval = (typeof chartIntervals)[number]

export type CandlesState = 'loading' | 'ready' | 'empty' | { readonly error: unknown }

export interface FollowOptions {
  readonly store: MarketStore
  readonly symbol: string
  readonly interval: ChartInterval
  /** Candles that the server has, newest last. */
  readonly read: (interval: string, limit: number) => Promise<readonly MarketCandle[]>
  readonly onState: (state: CandlesState) => void
  readonly onAll: (candles: readonly Candle[]) => void
  /** In the order of time; not more often than the eye reads a chart. */
  readonly onCandle: (candle: Candle) => void
}

const loadedCandles = 1500
const minutesOfDay = 1440
/** A market that runs faster than its minutes arrive is read again at most this often. */
const reloadMs = 1500

/** A chart is drawn as a whole for each change. */
const drawMs = 150

export interface FollowedCandles {
  reload(): void
  stop(): void
}

/** History from the server, then every candle as it forms. Reads again where the stream has a hole and where the market begins anew. */
export function followCandles({ store, symbol, interval, read, onState, onAll, onCandle }: FollowOptions): FollowedCandles {
  const length = intervalMs(interval)
  const minutes = createMinutes()
  const dirty = new Set<number>()
  let frame: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  let isLoaded = false
  let hasHole = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const load = async () => {
    const mine = ++turn
    hasHole = false
    try {
      const [candles, recent] = await Promise.all([
        read(interval, loadedCandles),
        length === minuteMs ? undefined : read('1m', minutesOfDay),
      ])
      if (mine !== turn) return
      // A minute that came while this was asked for is newer; its turn comes below.
      minutes.clear()
      for (const minute of recent ?? candles) minutes.put(candleOf(minute))
      isLoaded = true
      onAll(candles.map(candleOf))
      onState(candles.length === 0 ? 'empty' : 'ready')
      take()
    } catch (error) {
      if (mine === turn) onState({ error })
    }
  }
  const reloadSoon = () => {
    if (timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      void load()
    }, reloadMs)
  }

  const draw = () => {
    frame = undefined
    const opens = [...dirty].toSorted((a, b) => a - b)
    dirty.clear()
    for (const open of opens) {
      const candle = minutes.fold(open, length)
      if (candle !== undefined) onCandle(candle)
    }
    if (opens.length > 0) onState('ready')
  }
  const take = () => {
    const { candle } = store.data
    if (candle === undefined || candle.symbol !== symbol || candle.interval !== '1m' || !isLoaded || hasHole) return
    if (!minutes.put(candleOf(candle))) {
      hasHole = true
      return reloadSoon()
    }
    dirty.add(openOf(candle.openTime, length))
    if (frame === undefined) frame = setTimeout(draw, drawMs)
  }
  const startAnew = () => {
    isLoaded = false
    dirty.clear()
    onState('loading')
    void load()
  }

  const stopCandle = store.subscribe(['candle'], take)
  const stopReset = store.subscribe(['reset'], startAnew)
  const stopConnection = store.subscribe(['connection'], () => {
    if (store.data.connection === 'open' && isLoaded) void load()
  })
  startAnew()
  return {
    reload: startAnew,
    stop() {
      turn += 1
      clearTimeout(timer)
      clearTimeout(frame)
      stopCandle()
      stopReset()
      stopConnection()
    },
  }
}
