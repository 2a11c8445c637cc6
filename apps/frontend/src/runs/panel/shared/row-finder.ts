import { api } from '../../../api/client.ts'
import { indexAtOrBefore } from '../chart/chart-rows.ts'

/** Times that are read at once: enough to find any row of a long run in two steps. */
const mostTimes = 5000

/** Close times of every `every`-th row, and how many rows there are. */
interface Times {
  readonly total: number
  readonly every: number
  readonly time: readonly number[]
}

/** Reads close times of rows [from, to), the last of each stretch of `every`. */
export type ReadTimes = (from: number, to: number, every: number) => Promise<{ readonly total: number; readonly time: readonly number[] }>

export interface RowFinder {
  /** The last row that had closed at a time (ms UTC); undefined before the first, or where nothing came. */
  rowAt(time: number): Promise<number | undefined>
  /** Rows of ascending moments, near enough to be drawn. */
  rowsNear(moments: readonly number[]): Promise<readonly number[]>
}

export function createRowFinder(read: ReadTimes): RowFinder {
  let times: Promise<Times> | undefined

  const readAll = async (): Promise<Times> => {
    const { total } = await read(0, 1, 1)
    const every = Math.max(1, Math.ceil(total / mostTimes))
    const { time } = await read(0, Math.max(1, total), every)
    return { total, every, time }
  }
  const all = (isAnew: boolean): Promise<Times> => {
    if (times !== undefined && !isAnew) return times
    const reading = readAll()
    times = reading
    reading.catch(() => {
      times = undefined
    })
    return reading
  }

  return {
    async rowAt(time) {
      const first = await all(false)
      // The run may have gone on since.
      const { total, every, time: ends } = time > (first.time.at(-1) ?? 0) ? await all(true) : first
      const before = indexAtOrBefore(ends, time)
      if (every === 1 || before >= ends.length - 1) return before < 0 ? undefined : Math.min(total, (before + 1) * every) - 1
      const from = (before + 1) * every
      const stretch = await read(from, Math.min(total, from + every), 1)
      const row = from + indexAtOrBefore(stretch.time, time)
      return row < 0 ? undefined : row
    },
    async rowsNear(moments) {
      const known = await all(false)
      const { every, time: ends } = (moments.at(-1) ?? 0) > (known.time.at(-1) ?? 0) ? await all(true) : known
      return moments.map((moment) => Math.max(0, indexAtOrBefore(ends, moment) + 1) * every - 1)
    },
  }
}

const finders = new Map<string, RowFinder>()

/** One finder per run; times are read once. */
export function rowFinder(runId: string): RowFinder {
  const known = finders.get(runId)
  if (known !== undefined) return known
  const made = createRowFinder((from, to, every) => api.runValues({ params: { id: runId }, query: { from, to, every, keys: '' } }))
  finders.set(runId, made)
  return made
}
