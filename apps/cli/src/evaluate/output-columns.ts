import {
  evaluateColumns,
  type BackEnd,
  type OutputKey,
  type Plan,
  type PlannedNode,
  type PortKind,
  type ShownValue,
} from '@strategraph/strategy-core'
import type { AnswerSource, RunSettingsOverrides } from '@strategraph/trading-engine'
import type { FeedData } from '../data/load-candles.ts'
import { type CsvColumn, quoted } from '../data/write-csv.ts'
import { type RowClock, rowClock } from './row-clock.ts'

interface Options {
  readonly backEnd: BackEnd
  readonly overrides: RunSettingsOverrides
  readonly answers: AnswerSource
}

/** What `eval` writes: bar, timestamp (open, as in the data) and one column per number, flag and text output, in document order. */
export async function outputColumns(
  plan: Plan,
  feeds: readonly FeedData[],
  options: Options,
): Promise<{ readonly columns: readonly CsvColumn[]; readonly clock: RowClock }> {
  const clock = rowClock(plan, feeds)
  const outputs = [...plan.nodes.values()].flatMap((node) =>
    Object.entries(node.outputs)
      .filter(([, kind]) => shownKinds.includes(kind))
      .map(([port, kind]) => ({ key: `${node.id}.${port}`, kind, node })),
  )
  const keysIn = (region: PlannedNode['region']) => outputs.filter(({ node }) => node.region === region).map(({ key }) => key)
  const columnsOf = new Map(feeds.map(({ feed, columns }) => [feed.nodeId, columns]))
  const pure = evaluateColumns(plan, columnsOf, keysIn('pure'), { backEnd: options.backEnd })
  const reactiveKeys = keysIn('reactive')
  const reactive =
    reactiveKeys.length === 0 ? new Map<OutputKey, readonly ShownValue[]>() : await loadReactive(plan, feeds, reactiveKeys, options)

  const columns = outputs.map(({ key, kind }): CsvColumn => {
    const values = pure.get(key)
    if (values === undefined) return { name: key, cell: (row) => shownText(reactive.get(key)?.[row] ?? null) }
    const text = kind === 'flag' ? flagText : numberText
    return { name: key, cell: (row) => text(values.values[clock.rowOf(values.domain, row)] ?? Number.NaN) }
  })
  const leading: readonly CsvColumn[] = [
    { name: 'bar', cell: String },
    { name: 'timestamp', cell: (row) => String(clock.timestamp(row)) },
  ]
  return { columns: [...leading, ...columns], clock }
}

const shownKinds: readonly PortKind[] = ['number', 'flag', 'text']

async function loadReactive(
  plan: Plan,
  feeds: readonly FeedData[],
  keys: readonly OutputKey[],
  options: Options,
): Promise<ReadonlyMap<OutputKey, readonly ShownValue[]>> {
  const { reactiveColumns } = await import('./reactive-columns.ts')
  return reactiveColumns(plan, feeds, keys, options)
}

// String() gives the shortest text that reads back as the same double: full precision.
const numberText = (value: number) => (Number.isNaN(value) ? '' : String(value))
const flagText = (value: number) => (Number.isNaN(value) ? '' : value === 0 ? '0' : '1')

function shownText(value: ShownValue): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'number') return numberText(value)
  return quoted(typeof value === 'string' ? value : JSON.stringify(value))
}
