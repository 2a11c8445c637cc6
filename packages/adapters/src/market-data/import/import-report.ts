import type { BarField, Interval, Time } from '@strategraph/market-model'

/** What can be wrong with one row. Errors leave the row out of the import; warnings keep (or mend) it. */
export const rowFaults = {
  HIGH_TOO_LOW: 'error',
  LOW_TOO_HIGH: 'error',
  PRICE_NOT_POSITIVE: 'error',
  NEGATIVE_VOLUME: 'error',
  NOT_A_NUMBER: 'error',
  EMPTY_FIELD: 'error',
  TEXT_IN_NUMBER: 'error',
  EXTRA_COLUMN: 'error',
  MISSING_COLUMN: 'error',
  QUOTE_BROKEN: 'error',
  TIME_UNREADABLE: 'error',
  TIME_OUT_OF_RANGE: 'error',
  OFF_GRID: 'error',
  /** Same time, other values: the first one in the file is kept. */
  DUPLICATE_DIFFERS: 'error',
  /** Same time, same values: one is kept. */
  DUPLICATE_EXACT: 'warning',
  /** Later in the file than a row of a later time: sorted into its place. */
  OUT_OF_ORDER: 'warning',
  /** Stamp in another unit than the rest of the file (seconds among milliseconds), converted. */
  TIME_UNIT: 'warning',
  ZERO_VOLUME: 'warning',
  PRICE_SPIKE: 'warning',
  BLANK_LINE: 'warning',
  /** A row with a time and no values at all (an asset that was not listed yet): left out. */
  NO_VALUES: 'warning',
} as const satisfies Record<string, 'error' | 'warning'>
export type RowFault = keyof typeof rowFaults

export interface RowProblem {
  /** Line of the text file, or number of the row (from 1) in JSON and feather files. */
  readonly line: number
  readonly code: RowFault
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly expected: string
  readonly received: string
  /** Stamp of the row in ms UTC as the file has it, where it could be read. */
  readonly stamp?: Time
}

/** Missing bars between two bars; `from` and `to` are the OPEN times of the first and last missing bar. */
export interface Gap {
  readonly from: Time
  readonly to: Time
  readonly missing: number
}

/** What was found in a file. Counts are complete; lists are cut at `listLimit`, errors first. */
export interface ImportReport {
  readonly rowsRead: number
  readonly barsKept: number
  readonly rowsLeftOut: number
  /** Problems of rows per code, all of them. */
  readonly counts: Readonly<Partial<Record<RowFault, number>>>
  readonly problems: readonly RowProblem[]
  readonly problemsNotListed: number
  readonly errors: number
  readonly warnings: number
  readonly gaps: { readonly count: number; readonly missingBars: number; readonly largest: readonly Gap[] }
  readonly order: 'ascending' | 'descending'
  /** Open time of the first and of the last bar. */
  readonly from?: Time
  readonly to?: Time
  /** Plain sentences, also those of the detection. */
  readonly notes: readonly string[]
}

export const listLimit = 500
export const largestGapsShown = 10

export interface DetectedColumn {
  readonly index: number
  /** Header text; empty where the file has none. */
  readonly name: string
  readonly role: BarField | 'clock' | 'unused'
  readonly reason: string
  readonly samples: readonly string[]
}

/** What the user sees before importing: which column is what and why. Nothing in it is guessed without saying so. */
export interface Detection {
  readonly layout: string
  readonly layoutReason: string
  readonly compression: 'none' | 'gzip'
  readonly encoding: string
  readonly separator?: string
  readonly columns: readonly DetectedColumn[]
  readonly time: { readonly format: string; readonly reason: string }
  readonly interval: Interval
  readonly intervalReason: string
  /** Decimal text, from the largest number of decimals among the prices. */
  readonly tickSize: string
  /** Symbol as the file or its name has it, a suggestion only. */
  readonly symbolHint?: string
}
