import type { CandleSum } from './candle-ring.ts'

const minutesPerDay = 1440

/** Prices in ticks, quantities in lots. */
export interface DayStatistics {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly volume: number
  readonly notional: number
  readonly trades: number
}

/** Sliding sums and extremes over the last 1,440 closed minutes: constant time per minute and per look, whatever was traded. */
export interface DayWindow {
  push(minute: CandleSum): void
  /** With the forming minute. */
  with(forming: CandleSum): DayStatistics
  snapshot(): DayWindowSnapshot
}

/** Oldest minute first, six numbers each: open, high, low, volume, notional, trades. */
export interface DayWindowSnapshot {
  readonly minutes: readonly number[]
  /** Running sums carry rounding of their own, so they are kept, not added up again. */
  readonly volume: number
  readonly notional: number
}

const width = 6

export function createDayWindow(saved?: DayWindowSnapshot): DayWindow {
  const rows = new Float64Array(width * minutesPerDay)
  // Minutes that may still become the extreme, oldest first (monotonic queues of minute numbers).
  const highs = createMonotonicQueue((earlier, later) => earlier <= later)
  const lows = createMonotonicQueue((earlier, later) => earlier >= later)
  let first = 0
  let next = 0
  let volume = 0
  let notional = 0
  let trades = 0
  const at = (minute: number, column: number) => rows[(minute % minutesPerDay) * width + column] ?? 0

  const put = (row: readonly number[]) => {
    if (next - first === minutesPerDay) {
      volume -= at(first, 3)
      notional -= at(first, 4)
      trades -= at(first, 5)
      highs.forget(first)
      lows.forget(first)
      first += 1
    }
    const place = (next % minutesPerDay) * width
    for (let column = 0; column < width; column += 1) rows[place + column] = row[column] ?? 0
    volume += row[3] ?? 0
    notional += row[4] ?? 0
    trades += row[5] ?? 0
    highs.add(next, row[1] ?? 0)
    lows.add(next, row[2] ?? 0)
    next += 1
  }
  if (saved !== undefined) {
    for (let index = 0; index < saved.minutes.length; index += width) put(saved.minutes.slice(index, index + width))
    volume = saved.volume
    notional = saved.notional
  }

  return {
    push: (minute) => put([minute.open, minute.high, minute.low, minute.volume, minute.notional, minute.trades]),
    with: (forming) => {
      const hasPast = next > first
      return {
        open: hasPast ? at(first, 0) : forming.open,
        high: hasPast ? Math.max(highs.first(), forming.high) : forming.high,
        low: hasPast ? Math.min(lows.first(), forming.low) : forming.low,
        volume: volume + forming.volume,
        notional: notional + forming.notional,
        trades: trades + forming.trades,
      }
    },
    snapshot: () => {
      const minutes: number[] = []
      for (let minute = first; minute < next; minute += 1) {
        for (let column = 0; column < width; column += 1) minutes.push(at(minute, column))
      }
      return { minutes, volume, notional }
    },
  }
}

/** Holds at most a day of minutes; each is added and removed once. */
function createMonotonicQueue(isBeaten: (earlier: number, later: number) => boolean) {
  const minutes = new Float64Array(minutesPerDay)
  const values = new Float64Array(minutesPerDay)
  let head = 0
  let tail = 0
  return {
    add: (minute: number, value: number) => {
      while (tail > head && isBeaten(values[(tail - 1) % minutesPerDay] ?? 0, value)) tail -= 1
      minutes[tail % minutesPerDay] = minute
      values[tail % minutesPerDay] = value
      tail += 1
    },
    forget: (minute: number) => {
      if (tail > head && minutes[head % minutesPerDay] === minute) head += 1
    },
    first: () => values[head % minutesPerDay] ?? 0,
  }
}
