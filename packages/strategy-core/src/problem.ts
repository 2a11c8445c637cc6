/** One thing that is wrong with a document, a file or a request: where, what was expected, what came. */
export interface Problem {
  /** JSON path in the checked value: ['nodes', 3, 'config', 'period']. */
  readonly path: readonly (string | number)[]
  /** Stable, SCREAMING_SNAKE; the list is in `problem-codes.ts`. */
  readonly code: string
  /** One sentence for a trader: names the node by label, says how to mend it. */
  readonly message: string
  readonly expected?: string
  readonly received?: string
  /** `error` blocks running; `warning` does not. */
  readonly severity: 'error' | 'warning'
  readonly nodeId?: string
  readonly edgeId?: string
}

export type Checked<Value> =
  | { readonly ok: true; readonly value: Value; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }
