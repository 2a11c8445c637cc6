import type { KernelCode } from '../code.ts'
import { type OperationName, specOf } from '../operations.ts'

const ALWAYS: ReadonlySet<OperationName> = new Set(['constant', 'constantFlag', 'isReady', 'isReadyFlag', 'count', 'countFlag'])
const FALLBACK: ReadonlySet<OperationName> = new Set(['orElse', 'orElseFlag'])
/** A number operation belongs here only if no values, infinite ones included, give NaN. */
const KEEPS_VALUES: ReadonlySet<OperationName> = new Set([
  'negate',
  'min',
  'max',
  'abs',
  'sign',
  'floor',
  'ceil',
  'round',
  'select',
  'toNumber',
  'greater',
  'atLeast',
  'equal',
  'and',
  'or',
  'xor',
  'not',
  'selectFlag',
  'toFlag',
])

/** Slots that have a value in every row whatever the data, so that code need not ask. */
export function findSureSlots({ instructions }: KernelCode): readonly boolean[] {
  const sure: boolean[] = []
  for (const { operation, operands } of instructions) {
    const known = operands.map((slot) => sure[slot] === true)
    sure.push(
      ALWAYS.has(operation) ||
        (FALLBACK.has(operation) && known.at(-1) === true) ||
        (KEEPS_VALUES.has(operation) && specOf(operation).operands.length > 0 && !known.includes(false)),
    )
  }
  return sure
}
