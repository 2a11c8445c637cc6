import {
  type BackEnd,
  evaluateColumns,
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

interface Output {
  readonly key: OutputKey
  readonly kind: PortKind
  readonly node: PlannedNode
}

/**
 * What `eval` writes: bar, timestamp (open, as in the data) and one column per output of every node, in document order. Candles are
 * shown as their close, the conversion that an edge to a number makes; decisions, proposals and orders as JSON; quotes have no past.
 */
export async function outputColumns(
  plan: Plan,
  feeds: readonly FeedData[],
  options: Options,
): Promise<{ readonly columns: readonly CsvColumn[]; readonly clock: RowClock }> {
  const clock = rowClock(plan, feeds)
  const outputs = [...plan.nodes.values()].flatMap((node) =>
    Object.entries(node.outputs).map(([port, kind]): Output => ({ key: `${node.id}.${port}`, kind, node })),
  )
  const keysIn = (region: PlannedNode['region']) => outputs.filter(({ node }) => node.region === region).map(({ key }) => key)
  const columnsOf = new Map(feeds.map(({ feed, columns }) => [feed.nodeId, columns]))
  const pure = evaluateColumns(plan, columnsOf, keysIn('pure'), { backEnd: options.backEnd })
  const reactiveKeys = keysIn('reactive')
  const reactive =
    reactiveKeys.length === 0 ? new Map<OutputKey, readonly ShownValue[]>() : await loadReactive(plan, feeds, reactiveKeys, options)

  const cellOf = ({ key, kind, node }: Output): CsvColumn['cell'] => {
    if (node.region === 'source') {
      const close = columnsOf.get(node.id)?.close
      return (row) => numberText(close?.[clock.rowOf(node.domain, row)] ?? Number.NaN)
    }
    const values = pure.get(key)
    if (values === undefined) return (row) => shownText(reactive.get(key)?.[row] ?? null)
    const text = kind === 'flag' ? flagText : numberText
    return (row) => text(values.values[clock.rowOf(values.domain, row)] ?? Number.NaN)
  }
  const leading: readonly CsvColumn[] = [
    { name: 'bar', cell: String },
    { name: 'timestamp', cell: (row) => String(clock.timestamp(row)) },
  ]
  return { columns: [...leading, ...outputs.map((output) => ({ name: output.key, cell: cellOf(output) }))], clock }
}

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
