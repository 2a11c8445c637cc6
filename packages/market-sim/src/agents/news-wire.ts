/**
 * Public news about a market: what each is worth for the price, as a fraction. Agents hear it with delays of their own and believe as much of it as they
 * like; nobody hears what the others made of it.
 */
export interface NewsWire {
  /** Number of news so far. */
  readonly count: number
  publish(news: News): void
  /** Takes the news from number `from` on that were out at `until` into a valuation: factor by which it moves. */
  read(reader: NewsReader): { readonly upTo: number; readonly factor: number }
  snapshot(): NewsWireSnapshot
}

export interface News {
  readonly time: number
  readonly change: number
  /** The market has moved already (a gap): who looks at the price needs nothing more. */
  readonly isPriced: boolean
}

export interface NewsReader {
  readonly from: number
  readonly until: number
  /** Share of a news that it believes, and of one that the price shows already. */
  readonly belief: number
  readonly beliefInPriced: number
}

export interface NewsWireSnapshot {
  readonly count: number
  /** Oldest first: time, change, 1 = priced. */
  readonly kept: readonly number[]
}

/** Older news are forgotten. */
const capacity = 64
const width = 3

export function createNewsWire(saved?: NewsWireSnapshot): NewsWire {
  const rows = new Float64Array(capacity * width)
  let count = 0
  const publish = ({ time, change, isPriced }: News) => {
    rows.set([time, change, isPriced ? 1 : 0], (count % capacity) * width)
    count += 1
  }
  if (saved !== undefined) {
    const { kept } = saved
    count = saved.count - kept.length / width
    for (let index = 0; index < kept.length; index += width) {
      const [time = 0, change = 0, priced = 0] = kept.slice(index, index + width)
      publish({ time, change, isPriced: priced === 1 })
    }
  }
  const at = (number: number, column: number) => rows[(number % capacity) * width + column] ?? 0
  const oldest = () => Math.max(0, count - capacity)
  return {
    get count() {
      return count
    },
    publish,
    read: ({ from, until, belief, beliefInPriced }) => {
      let factor = 1
      let number = Math.max(from, oldest())
      for (; number < count; number += 1) {
        // What the price shows nobody hears too late.
        const isPriced = at(number, 2) === 1
        if (!isPriced && at(number, 0) > until) break
        factor *= 1 + at(number, 1) * (isPriced ? beliefInPriced : belief)
      }
      return { upTo: number, factor }
    },
    snapshot: () => {
      const kept: number[] = []
      for (let number = oldest(); number < count; number += 1) kept.push(at(number, 0), at(number, 1), at(number, 2))
      return { count, kept }
    },
  }
}
