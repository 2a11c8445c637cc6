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
  const leasts = columns.map(leastOf)
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
      const kept = memory(config) * width
      const sources = columns.map((name) => inputs[name] ?? new Float64Array())
      const firstRows = warmUp(config)
      const targets: Target<Output>[] = []
      for (const name in firstRows) {
        const column = outputs[name]
        if (column !== undefined)
          targets.push({ name, column, zeroAfter: silentZeros.includes(name) ? firstRows[name] : Number.POSITIVE_INFINITY })
      }
      let object = objectFor(history, config)
      for (let row = from; row < to; row++) {
        const values = sources.map((column) => column[row] ?? Number.NaN)
        if (!values.every((value, at) => isUsable(value, leasts[at] ?? 0))) {
          for (const { column } of targets) column[row] = Number.NaN
          continue
        }
        if (history.length >= restartAt * kept) {
          history.splice(0, history.length - kept)
          object = objectFor(history, config)
        }
        for (const value of values) history.push(value)
        object.read = history.length
        const results = object.feed(values)
        for (const { name, column, zeroAfter } of targets) {
          column[row] = results?.[name] ?? (history.length > zeroAfter * width ? 0 : Number.NaN)
        }
      }
    },
  }
}

interface Target<Output> {
  readonly name: Output
  readonly column: Float64Array
  /** Rows after which undefined means 0. */
  readonly zeroAfter: number
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

/** The library takes 0 for "nothing" and starts its maxima at 0: prices must be above 0. Volumes may be 0, any other series may be anything. */
function leastOf(column: string): number {
  if (!column.startsWith('candles.')) return Number.NEGATIVE_INFINITY
  return column === 'candles.volume' ? 0 : Number.MIN_VALUE
}

function isUsable(value: number, least: number): boolean {
  return Number.isFinite(value) && value >= least
}
