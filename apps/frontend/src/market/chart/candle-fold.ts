import type { MarketCandle } from '@strategraph/protocol'

/** What a chart draws of a candle. `openTime` in ms UTC. */
export interface Candle {
  readonly openTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export const minuteMs = 60_000
export const openOf = (time: number, length: number): number => Math.floor(time / length) * length

export const candleOf = ({ openTime, open, high, low, close, volume }: MarketCandle): Candle => ({
  openTime,
  open,
  high,
  low,
  close,
  volume,
})

/**
 * The stream only has minutes. They are kept here and put together into the candle of any interval: volumes are counted once,
 * however often a forming minute is sent.
 */
export interface Minutes {
  /** Returns false where minutes are missing between the newest and this one: then the server has to be asked. */
  put(minute: Candle): boolean
  /** The candle of `length` ms that opens at `openTime`; undefined without a minute in it. */
  fold(openTime: number, length: number): Candle | undefined
  clear(): void
}

/** More than a day, the longest interval that is put together. */
const keptMinutes = 2000

export function createMinutes(): Minutes {
  const minutes = new Map<number, Candle>()
  let newest = Number.NEGATIVE_INFINITY
  return {
    put(minute) {
      const isNext = newest === Number.NEGATIVE_INFINITY || minute.openTime <= newest + minuteMs
      minutes.set(minute.openTime, minute)
      newest = Math.max(newest, minute.openTime)
      for (const openTime of minutes.keys()) {
        if (minutes.size <= keptMinutes) break
        minutes.delete(openTime)
      }
      return isNext
    },
    fold(openTime, length) {
      let candle: Candle | undefined
      for (let time = openTime; time < openTime + length && time <= newest; time += minuteMs) {
        const minute = minutes.get(time)
        if (minute === undefined) continue
        candle =
          candle === undefined
            ? { ...minute, openTime }
            : {
                openTime,
                open: candle.open,
                high: Math.max(candle.high, minute.high),
                low: Math.min(candle.low, minute.low),
                close: minute.close,
                volume: candle.volume + minute.volume,
              }
      }
      return candle
    },
    clear() {
      minutes.clear()
      newest = Number.NEGATIVE_INFINITY
    },
  }
}
