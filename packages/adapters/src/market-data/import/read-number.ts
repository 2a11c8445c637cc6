/** A field of a row, as the file has it: text, or a number in JSON and feather. */
export type Cell = string | number | null

export type NumberFault = 'EMPTY_FIELD' | 'NOT_A_NUMBER' | 'TEXT_IN_NUMBER'

const plain = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const commaThousands = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/
const dotThousands = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/
const commaDecimal = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/
const missing = /^(?:nan|null|none|na|-nan|[+-]?inf|[+-]?infinity)$/i

/** Reads plain, scientific ("6.1e+02") and grouped ("19,590.7") spellings; with `decimal` ',' also "19.590,7". */
export function readNumber(cell: Cell | undefined, decimal: '.' | ','): number | NumberFault {
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : 'NOT_A_NUMBER'
  if (cell === null || cell === undefined) return 'EMPTY_FIELD'
  if (decimal === '.' && plain.test(cell)) return finite(Number(cell))
  return readUnusual(cell.trim(), decimal)
}

function readUnusual(text: string, decimal: '.' | ','): number | NumberFault {
  if (text === '') return 'EMPTY_FIELD'
  if (missing.test(text)) return 'NOT_A_NUMBER'
  if (decimal === ',') {
    if (commaDecimal.test(text)) return finite(Number(text.replace(',', '.')))
    return dotThousands.test(text) ? finite(Number(text.replaceAll('.', '').replace(',', '.'))) : 'TEXT_IN_NUMBER'
  }
  if (plain.test(text)) return finite(Number(text))
  return commaThousands.test(text) ? finite(Number(text.replaceAll(',', ''))) : 'TEXT_IN_NUMBER'
}

const finite = (value: number): number | NumberFault => (Number.isFinite(value) ? value : 'NOT_A_NUMBER')

/** Number of decimals that the price needs: 3 for 1.250 is 2; of the shortest text where the cell is a number. */
export function decimalsOf(cell: Cell, value: number): number {
  const text = typeof cell === 'string' && cell.indexOf(',') < 0 && cell.indexOf('e') < 0 && cell.indexOf('E') < 0 ? cell : plainText(value)
  const dot = text.indexOf('.')
  if (dot < 0) return 0
  let end = text.length
  while (end > dot + 1 && (text.charCodeAt(end - 1) === 48 || text.charCodeAt(end - 1) === 32)) end -= 1
  return end - dot - 1
}

/** Shortest decimal text without exponent for small numbers: 1e-8 is "0.00000001". */
function plainText(value: number): string {
  const text = String(value)
  const at = text.indexOf('e-')
  if (at < 0) return text
  const mantissa = text.slice(0, at)
  const fraction = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0
  return value.toFixed(Math.min(100, Number(text.slice(at + 2)) + fraction))
}
