import { api } from '../api/client.ts'
import { type LiveValues, historyLength } from './live-values.ts'

const pageRows = 512
/** Pages kept: all of a run of 20,000 rows. */
const mostPages = 40
/** This close to the end of a page, its neighbour is read too: the next steps find it there. */
const nearRows = 96

type Page = Awaited<ReturnType<typeof api.runValues>>

/** Values at any row of a run, read in pages that overlap by a sparkline's length; neighbours of a shown row come at once. */
export function createCursorValues(runId: string, past: LiveValues) {
  const pages = new Map<number, Promise<Page>>()
  let wanted = -1

  const page = (index: number): Promise<Page> => {
    const known = pages.get(index)
    if (known !== undefined) return known
    const from = Math.max(0, index * pageRows - historyLength)
    const read = api.runValues({ params: { id: runId }, query: { from, to: (index + 1) * pageRows } })
    pages.set(index, read)
    read.catch(() => pages.delete(index))
    if (pages.size > mostPages) {
      const oldest = pages.keys().next().value
      if (oldest !== undefined) pages.delete(oldest)
    }
    return read
  }

  /** A page that cannot be read now is asked for again when it is shown. */
  const prefetch = (index: number) => void page(index).catch(() => undefined)

  return {
    /** Close time of the row, or undefined where another row was asked for meanwhile, or nothing came. */
    async show(row: number): Promise<number | undefined> {
      wanted = row
      const rows = await page(Math.floor(row / pageRows)).catch(() => undefined)
      if (rows === undefined || wanted !== row) return undefined
      past.load(rows, row - rows.from, row)
      const at = row % pageRows
      if (at >= pageRows - nearRows && row + nearRows < rows.total) prefetch(Math.floor(row / pageRows) + 1)
      if (at < nearRows && row >= pageRows) prefetch(Math.floor(row / pageRows) - 1)
      return rows.time[row - rows.from]
    },
    /** Puts the last rows of the run into `target`, unless newer ones came in meanwhile. */
    async loadLast(target: LiveValues): Promise<void> {
      const probe = await api.runValues({ params: { id: runId }, query: { from: 0, to: 1, keys: '' } }).catch(() => undefined)
      if (probe === undefined || probe.total === 0) return
      const from = Math.max(0, probe.total - historyLength)
      const rows = await api.runValues({ params: { id: runId }, query: { from, to: probe.total } }).catch(() => undefined)
      if (rows !== undefined && rows.time.length > 0 && rows.to > target.tick) target.load(rows, rows.time.length - 1, rows.to - 1)
    },
  }
}
