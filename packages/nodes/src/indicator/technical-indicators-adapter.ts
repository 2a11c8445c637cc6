import type { NodeState } from '@strategraph/strategy-core'

/** Values of one row in the order of `columns`, to what the library says of each output; undefined: nothing yet. */
export type Feed<Output extends string> = (values: readonly number[]) => Partial<Readonly<Record<Output, number | undefined>>> | undefined

export interface LibraryIndicator<Config, Output extends string> {
  /** Input columns as NativeDefinition.run names them: 'source', 'candles.high'. */
  readonly columns: readonly string[]
  /** A fresh object of the library (or several, combined), as a function that takes one row. */
  readonly start: (config: Config) => Feed<Output>
  /** Rows before the first value of each output. */
  readonly warmUp: (config: Config) => Readonly<Record<Output, number>>
  /** Rows after which nothing earlier can be seen in the result any more (see `memoryOfAverage`). At least the warm-up. */
  readonly memory: (config: Config) => number
  /** Outputs for which the library gives undefined where it means 0. */
  readonly silentZeros?: readonly Output[]
}

interface NativeBlock<Config, Output extends string> {
  readonly state: (config: Config) => NodeState
  readonly run: (
    state: NodeState,
    inputs: Readonly<Record<string, Float64Array>>,
    outputs: Readonly<Record<string, Float64Array>>,
    from: number,
    to: number,
    config: Config,
  ) => void
  readonly warmUp: (config: Config) => Readonly<Record<Output, number>>
}

/** A restart happens when so many times the memory has been kept; it then costs one memory's worth of rows. */
const restartAt = 4

/**
 * An indicator of the npm library `technicalindicators` under the native contract. The library keeps its state in generator closures,
 * which no one can copy, so our state is the input rows since the library object began, and the object is only a cache of having
 * read them. The rows stay bounded because the object begins anew, at rows that depend on nothing but their number, with the last
 * `memory` rows. See `technical-indicators.decision.md`.
 */
export function throughLibrary<Config, Output extends string>(indicator: LibraryIndicator<Config, Output>): NativeBlock<Config, Output> {
  const { columns, start, warmUp, memory, silentZeros = [] } = indicator
  const width = columns.length
  // Keyed by the rows read: a state that was cloned or restored has other rows, so it can never meet an object that read more or less.
  const running = new WeakMap<readonly number[], { readonly feed: Feed<Output>; read: number }>()

  function objectFor(history: readonly number[], config: Config) {
    const known = running.get(history)
    if (known !== undefined && known.read === history.length) return known
    const fresh = { feed: start(config), read: history.length }
    for (let at = 0; at < history.length; at += width) fresh.feed(history.slice(at, at + width))
    running.set(history, fresh)
    return fresh
  }

  return {
    state: () => ({ history: [] }),
    warmUp,
    run(state, inputs, outputs, from, to, config) {
      const history = historyOf(state)
      const kept = memory(config)
      const firstRows = warmUp(config)
      const names = Object.keys(outputs)
      let object = objectFor(history, config)
      for (let row = from; row < to; row++) {
        for (const name of names) write(outputs, name, row, Number.NaN)
        const values = columns.map((name) => inputs[name]?.[row] ?? Number.NaN)
        if (!values.every((value, at) => isUsable(columns[at] ?? '', value))) continue
        if (history.length >= restartAt * kept * width) {
          history.splice(0, history.length - kept * width)
          object = objectFor(history, config)
        }
        history.push(...values)
        const results = object.feed(values)
        object.read = history.length
        const rowsRead = history.length / width
        for (const name in firstRows) {
          const isSilentZero = rowsRead > firstRows[name] && silentZeros.includes(name)
          const value = results?.[name] ?? (isSilentZero ? 0 : Number.NaN)
          write(outputs, name, row, value)
        }
      }
    },
  }
}

/** Rows after which an exponential average with this length has forgotten its start: (1 - 2 / (n + 1))^rows < 1e-20. */
export function memoryOfAverage(period: number): number {
  return 25 * (period + 1)
}

/** The same for Wilder's smoothing, whose factor 1 / n is that of an exponential average of length 2n - 1. */
export function memoryOfWilder(period: number): number {
  return memoryOfAverage(2 * period - 1)
}

function historyOf(state: NodeState): number[] {
  const history = state['history']
  if (Array.isArray(history)) return history
  throw new RangeError('not a state of this node: it has no history')
}

/** The library takes 0 for "nothing" and starts its maxima at 0; prices are above 0, volumes may be 0, and so may any other series. */
function isUsable(column: string, value: number): boolean {
  if (!Number.isFinite(value)) return false
  if (!column.startsWith('candles.')) return true
  return column === 'candles.volume' ? value >= 0 : value > 0
}

function write(outputs: Readonly<Record<string, Float64Array>>, name: string, row: number, value: number): void {
  const column = outputs[name]
  if (column !== undefined) column[row] = value
}
