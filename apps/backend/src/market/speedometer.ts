/** Market time per real time over the last seconds. */
export interface Speedometer {
  /** Market time now, in microseconds. */
  note(market: number): void
  restart(): void
  readonly value: number
}

const windowMs = 3000
const everyMs = 100

/** `realNow`: monotonic ms. */
export function createSpeedometer(realNow: () => number): Speedometer {
  let marks: { readonly real: number; readonly market: number }[] = []
  let newest: { readonly real: number; readonly market: number } | undefined
  return {
    note(market) {
      const real = realNow()
      newest = { real, market }
      const last = marks.at(-1)
      if (last !== undefined && real - last.real < everyMs) return
      marks = [...marks.filter((mark) => real - mark.real <= windowMs), newest]
    },
    restart() {
      marks = []
      newest = undefined
    },
    get value() {
      const [first] = marks
      if (first === undefined || newest === undefined || newest.real <= first.real) return 0
      return (newest.market - first.market) / 1000 / (newest.real - first.real)
    },
  }
}
