import type { BarField, Interval } from '@strategraph/market-model'

/** Everything the user may say about a file; what is absent is detected and shown. */
export interface ImportOptions {
  /** Column index (from 0, also as text where no header has that name) or header text per field; `null` for volume means that there is none. */
  readonly columns?: { readonly [Field in BarField]?: number | string | null }
  /** Stamps are the END of the bar; otherwise they are its start, as nearly all sources have it. */
  readonly stampsAreBarEnd?: boolean
  /** For files without a volume column: 0 is written for every bar. */
  readonly missingVolume?: 'zero'
  /** For "03/04/2024". */
  readonly dateOrder?: 'dmy' | 'mdy'
  /** Minutes east of UTC of dates without a zone; UTC unless said. */
  readonly utcOffsetMinutes?: number
  /** For "1,234" in files that separate by semicolon or tab. */
  readonly decimal?: '.' | ','
  /** For files with several assets side by side: "BTC" of "BTC:open". */
  readonly asset?: string
  /** Overrides the most common spacing of the stamps. */
  readonly interval?: Interval
  /** Decimal text; overrides the number of decimals found. */
  readonly tickSize?: string
  /** Import although rows are wrong: they are left out and listed. */
  readonly acceptProblems?: boolean
}

/** Larger files are refused, and so is what unpacks to more. */
export const maxFileBytes = 200 * 1024 * 1024
