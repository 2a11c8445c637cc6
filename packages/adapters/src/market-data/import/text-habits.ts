import { type ColumnMapping, priceFields } from './column-mapping.ts'
import { done, refuse, type Step } from './file-problem.ts'
import { plainName } from './header-names.ts'
import type { ImportOptions } from './import-options.ts'
import type { RawTable } from './raw-table.ts'

/** Whether numbers are written "1,234.5" or "1.234,5"; refused where only "1,234" occurs in a file that is not separated by commas. */
export function detectDecimal(table: RawTable, mapping: ColumnMapping, options: ImportOptions): Step<'.' | ','> {
  if (options.decimal !== undefined) return done(options.decimal)
  if (table.separator === undefined || table.separator === ',') return done('.')
  const cells = table.sample.flatMap((row) => priceFields.map((field) => String(row[mapping.at[field] ?? -1] ?? '').trim()))
  const withComma = cells.filter((cell) => cell.includes(','))
  if (withComma.length === 0 || withComma.some((cell) => /,.*\./.test(cell))) return done('.')
  if (withComma.some((cell) => /\..*,/.test(cell) || !/,\d{3}$/.test(cell))) return done(',')
  return refuse('DECIMAL_AMBIGUOUS', 'Prices like this one may be thousands or decimals; choose what the comma means.', {
    option: 'decimal',
    expected: 'decimal "." or ","',
    received: withComma[0] ?? '',
  })
}

/** Symbol as a column or the file name has it; only a suggestion. */
export function symbolHint(table: RawTable, mapping: ColumnMapping, fileName: string): string | undefined {
  const index = mapping.names.findIndex((name) => ['symbol', 'ticker', 'pair', 'tic'].includes(plainName(name)))
  const named = index < 0 ? undefined : table.sample[0]?.[index]
  if (typeof named === 'string' && named !== '') return named
  const word = fileName.split(/[^A-Za-z0-9]+/).find((part) => /^[A-Z]{3,5}(USDT|USDC|USD|EUR|BTC|ETH|GBP)$/.test(part))
  if (word !== undefined) return word
  return /(?<![A-Z0-9])([A-Z0-9]{2,6})_(USDT|USDC|USD|EUR|BTC|ETH)(?![A-Z])/.exec(fileName)?.slice(1, 3).join('/')
}
