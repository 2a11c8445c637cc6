import type { Problem } from '@strategraph/strategy-core'

/** What can be wrong with a file as a whole. */
export type FileProblemCode =
  | 'FILE_EMPTY'
  | 'FILE_TOO_LARGE'
  | 'FILE_DAMAGED'
  | 'FILE_IS_ARCHIVE'
  | 'FILE_NOT_TEXT'
  | 'FILE_HOLDS_TRADES'
  | 'LAYOUT_UNKNOWN'
  | 'COLUMN_MISSING'
  | 'COLUMN_UNKNOWN'
  | 'PRICE_ORDER_UNKNOWN'
  | 'TIME_FORMAT_UNKNOWN'
  | 'DATE_ORDER_AMBIGUOUS'
  | 'DECIMAL_AMBIGUOUS'
  | 'ASSET_CHOICE_NEEDED'
  | 'VOLUME_MISSING'
  | 'INTERVAL_UNKNOWN'
  | 'TICK_SIZE_INVALID'
  | 'NO_BARS'
  | 'PROBLEMS_NOT_ACCEPTED'
  | 'VOLUME_SET_TO_ZERO'
  | 'NAME_DISAGREES'
  | 'UNFINISHED_BAR_DROPPED'
  | 'ZONE_ASSUMED'
  | 'PRICES_TOO_FINE'
  | 'INTERVAL_UNSURE'

interface Details {
  readonly expected?: string
  readonly received?: string
  /** Option that mends it; becomes the problem's path. */
  readonly option?: string
}

const build = (severity: 'error' | 'warning', code: FileProblemCode, message: string, { option, ...rest }: Details): Problem => ({
  path: option === undefined ? ['file'] : ['options', option],
  code,
  message,
  severity,
  ...rest,
})

export const fileError = (code: FileProblemCode, message: string, details: Details = {}): Problem => build('error', code, message, details)
export const fileWarning = (code: FileProblemCode, message: string, details: Details = {}): Problem =>
  build('warning', code, message, details)

/** A step's result: a value, or why the file cannot be read. */
export type Step<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem }

export const done = <Value>(value: Value): Step<Value> => ({ ok: true, value })
export const refuse = (
  code: FileProblemCode,
  message: string,
  details: Details = {},
): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: fileError(code, message, details),
})
