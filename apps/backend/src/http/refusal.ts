import type { Problem } from '@strategraph/strategy-core'

/** A request that is answered with something other than 2xx. Born here only, so that every one has a code and a problem list. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly problems: readonly Problem[]
  /** More fields of the answer, for example both versions of a conflict. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    message: string,
    more: { problems?: readonly Problem[]; extra?: Record<string, unknown> } = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.problems =
      more.problems === undefined || more.problems.length === 0 ? [{ path: [], code, message, severity: 'error' }] : more.problems
    this.extra = more.extra ?? {}
  }
}

export const notFound = (what: string, id: string): Refusal => new Refusal(404, 'NOT_FOUND', `There is no ${what} ${JSON.stringify(id)}.`)

/** 422: understood, but the document (or the request) cannot be run as it is. */
export const unusable = (code: string, message: string, problems?: readonly Problem[]): Refusal =>
  new Refusal(422, code, message, problems === undefined ? {} : { problems })
