export type DriverErrorCode =
  | 'UNDECLARED_EFFECT'
  | 'FEED_MISSING'
  | 'UNKNOWN_FEED'
  | 'BARS_OUT_OF_ORDER'
  | 'UNKNOWN_OUTPUT'
  | 'UNKNOWN_ASKER'
  | 'SNAPSHOT_MISMATCH'

/** Everything that the drivers refuse: mistakes of nodes and callers, never of the market's data. */
export class DriverError extends Error {
  readonly code: DriverErrorCode

  constructor(code: DriverErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DriverError'
    this.code = code
  }
}
