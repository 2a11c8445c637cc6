import type { Problem } from '@strategraph/strategy-core'

export type ExchangeProblemCode =
  | 'EXCHANGE_UNKNOWN'
  | 'EXCHANGE_UNREACHABLE'
  | 'EXCHANGE_TIMEOUT'
  | 'EXCHANGE_RATE_LIMITED'
  | 'EXCHANGE_MAINTENANCE'
  | 'EXCHANGE_REFUSED'
  | 'EXCHANGE_ANSWER_INVALID'
  | 'SYMBOL_UNKNOWN'
  | 'INTERVAL_UNSUPPORTED'
  | 'INSTRUMENT_UNUSABLE'
  | 'HISTORY_LIMITED'
  | 'NO_CANDLES'
  | 'FEED_GAP'
  | 'BAR_REVISED'

/** What went wrong with an exchange, told apart by its own words and not by ccxt's classes (a wrong nonce is a NetworkError there). */
export class ExchangeError extends Error {
  readonly code: ExchangeProblemCode

  constructor(code: ExchangeProblemCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'ExchangeError'
    this.code = code
  }
}

const byText: readonly (readonly [RegExp, ExchangeProblemCode, string])[] = [
  [/rate limit|too many|throttled|lockout/i, 'EXCHANGE_RATE_LIMITED', 'The exchange asks for fewer requests.'],
  [/EService:(Market|Deadline)|maintenance|cancel_only|post_only/i, 'EXCHANGE_MAINTENANCE', 'The exchange is under maintenance.'],
  [/unknown asset pair|does not have market symbol|invalid asset pair/i, 'SYMBOL_UNKNOWN', 'The exchange does not know this instrument.'],
  [/EService:|EGeneral:Internal/i, 'EXCHANGE_UNREACHABLE', 'The exchange is busy or not available.'],
  [/E(API|Query|General|Auth|Order):/i, 'EXCHANGE_REFUSED', 'The exchange refused the request.'],
]
const byClass: Readonly<Record<string, ExchangeProblemCode>> = {
  RequestTimeout: 'EXCHANGE_TIMEOUT',
  DDoSProtection: 'EXCHANGE_RATE_LIMITED',
  RateLimitExceeded: 'EXCHANGE_RATE_LIMITED',
  OnMaintenance: 'EXCHANGE_MAINTENANCE',
  BadSymbol: 'SYMBOL_UNKNOWN',
  NetworkError: 'EXCHANGE_UNREACHABLE',
  ExchangeNotAvailable: 'EXCHANGE_UNREACHABLE',
}

export function toExchangeError(cause: unknown): ExchangeError {
  if (cause instanceof ExchangeError) return cause
  const text = cause instanceof Error ? cause.message : 'unknown'
  const name = cause instanceof Error ? cause.constructor.name : ''
  const [, code, message] = byText.find(([pattern]) => pattern.test(text)) ?? []
  if (code !== undefined && message !== undefined) return new ExchangeError(code, message, { cause })
  const known = byClass[name]
  if (known !== undefined)
    return new ExchangeError(
      known,
      known === 'EXCHANGE_UNREACHABLE' ? 'The exchange could not be reached.' : `The exchange answered: ${name}.`,
      { cause },
    )
  return new ExchangeError('EXCHANGE_ANSWER_INVALID', 'The exchange sent something that is not an answer of its API.', { cause })
}

export function exchangeProblem(code: ExchangeProblemCode, message: string, received?: string): Problem {
  return { path: ['exchange'], code, message, severity: 'error', ...(received === undefined ? {} : { received }) }
}

export const problemOf = (cause: unknown): Problem => {
  const { code, message } = toExchangeError(cause)
  return exchangeProblem(code, message)
}
