import type { ImportReport } from '@strategraph/protocol'

type FileProblem = ImportReport['problems'][number]

/** Codes of the import in words: what is wrong, and what happens to such rows. */
const words: Readonly<Record<string, readonly [title: string, effect: string]>> = {
  HIGH_TOO_LOW: ['High is below open, close or low', 'left out'],
  LOW_TOO_HIGH: ['Low is above open, close or high', 'left out'],
  PRICE_NOT_POSITIVE: ['Price is zero or negative', 'left out'],
  NEGATIVE_VOLUME: ['Volume is negative', 'left out'],
  NOT_A_NUMBER: ['Not a number', 'left out'],
  EMPTY_FIELD: ['A value is missing', 'left out'],
  TEXT_IN_NUMBER: ['Text where a number should be', 'left out'],
  EXTRA_COLUMN: ['Too many columns in the row', 'left out'],
  MISSING_COLUMN: ['Too few columns in the row', 'left out'],
  QUOTE_BROKEN: ['A quotation mark is not closed', 'left out'],
  TIME_UNREADABLE: ['The time cannot be read', 'left out'],
  TIME_OUT_OF_RANGE: ['The time is far from all others', 'left out'],
  OFF_GRID: ['The time does not lie on the interval', 'left out'],
  DUPLICATE_DIFFERS: ['Same time twice with different values', 'the first one is kept'],
  DUPLICATE_EXACT: ['Same row twice', 'one is kept'],
  OUT_OF_ORDER: ['Row in the wrong order', 'sorted into its place'],
  TIME_UNIT: ['Time in another unit than the rest', 'converted'],
  ZERO_VOLUME: ['No volume', 'kept'],
  PRICE_SPIKE: ['Price jumps and comes straight back', 'kept'],
  BLANK_LINE: ['Empty line', 'skipped'],
  NO_VALUES: ['Row without any value', 'skipped'],
  FILE_EMPTY: ['The file is empty', ''],
  FILE_TOO_LARGE: ['The file is too large', ''],
  FILE_DAMAGED: ['The file is damaged', ''],
  FILE_IS_ARCHIVE: ['The file is an archive: unpack it first', ''],
  FILE_NOT_TEXT: ['The file is not text', ''],
  FILE_HOLDS_TRADES: ['The file holds single trades, not candles', ''],
  LAYOUT_UNKNOWN: ['The layout is not known', ''],
  COLUMN_MISSING: ['A column was not recognised', ''],
  COLUMN_UNKNOWN: ['There is no such column', ''],
  PRICE_ORDER_UNKNOWN: ['Which price is which cannot be seen', ''],
  TIME_FORMAT_UNKNOWN: ['The format of the times is not known', ''],
  DATE_ORDER_AMBIGUOUS: ['Day and month cannot be told apart', ''],
  DECIMAL_AMBIGUOUS: ['The decimal sign cannot be told', ''],
  ASSET_CHOICE_NEEDED: ['The file holds several markets', ''],
  VOLUME_MISSING: ['There is no volume', 'say below that there is none: then 0 is stored'],
  VOLUME_SET_TO_ZERO: ['There is no volume', '0 is stored'],
  INTERVAL_UNKNOWN: ['The interval is not supported', ''],
  INTERVAL_UNSURE: ['The interval is not certain', ''],
  TICK_SIZE_INVALID: ['The price step cannot be used', ''],
  NO_BARS: ['No candles were found', ''],
  PROBLEMS_NOT_ACCEPTED: ['Some rows are wrong', 'they can be left out'],
  NAME_DISAGREES: ['The name of the file says otherwise', ''],
  UNFINISHED_BAR_DROPPED: ['The last candle was not finished', 'left out'],
  ZONE_ASSUMED: ['The time zone is not in the file', 'UTC is assumed'],
  PRICES_TOO_FINE: ['Prices have very many decimals', ''],
}

export const problemTitle = (code: string): string => words[code]?.[0] ?? code.toLowerCase().replaceAll('_', ' ')
export const problemEffect = (code: string): string => words[code]?.[1] ?? ''

export interface ProblemGroup {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly problems: readonly FileProblem[]
}

/** Problems by kind, errors first, larger groups first. */
export function groupProblems(problems: readonly FileProblem[]): readonly ProblemGroup[] {
  const byCode = new Map<string, FileProblem[]>()
  for (const problem of problems) byCode.set(problem.code, [...(byCode.get(problem.code) ?? []), problem])
  return [...byCode]
    .map(
      ([code, list]): ProblemGroup => ({
        code,
        severity: list.some((problem) => problem.severity === 'error') ? 'error' : 'warning',
        problems: list,
      }),
    )
    .toSorted((a, b) => (a.severity === b.severity ? b.problems.length - a.problems.length : a.severity === 'error' ? -1 : 1))
}

/** What only the user can decide: rows that are wrong (which may be left out), or something that has to be said first. */
export function decisionNeeded({ problems, badRows }: Pick<ImportReport, 'problems' | 'badRows'>): 'none' | 'leave-out' | 'say' {
  const blocking = problems.filter(
    (problem) => problem.line === null && problem.severity === 'error' && problem.code !== 'PROBLEMS_NOT_ACCEPTED',
  )
  if (blocking.length > 0) return 'say'
  return badRows > 0 || problems.some((problem) => problem.code === 'PROBLEMS_NOT_ACCEPTED') ? 'leave-out' : 'none'
}
