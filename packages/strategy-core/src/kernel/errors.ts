export type KernelErrorCode =
  | 'FOREIGN_EXPRESSION'
  | 'INVALID_ARGUMENT'
  | 'INPUT_TYPE_CONFLICT'
  | 'DUPLICATE_OUTPUT'
  | 'UNKNOWN_PROGRAM'
  | 'COLUMN_MISMATCH'
  | 'INVALID_SNAPSHOT'
  | 'NO_WEBASSEMBLY'
  | 'OUT_OF_MEMORY'

/** Everything that the kernel refuses, with a code to branch on. A refusal is always a fault of the caller, never of the data. */
export class KernelError extends Error {
  readonly code: KernelErrorCode

  constructor(code: KernelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'KernelError'
    this.code = code
  }
}
