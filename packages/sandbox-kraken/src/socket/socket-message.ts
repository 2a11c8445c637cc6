import { type Params, noParams, paramsOfValue, parseJson } from '../wire/params.ts'
import { KrakenError } from '../kraken-error.ts'
import { timeText } from '../wire/time-text.ts'
import { wireJson, type WireObject, type WireValue } from '../wire/wire-json.ts'

export interface SocketRequest {
  readonly method: string
  readonly params: Params
  readonly id: number | undefined
}

/** Undefined where the text is no JSON object with a method. */
export function parseRequest(text: string): SocketRequest | undefined {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || !('method' in value) || typeof value.method !== 'string') return undefined
  const params = 'params' in value ? paramsOfValue(value.params) : undefined
  const id = 'req_id' in value && typeof value.req_id === 'number' && Number.isSafeInteger(value.req_id) ? value.req_id : undefined
  return { method: value.method, params: params ?? noParams, id }
}

/** Something to send; `channel` is "reply" for answers. */
export interface Message {
  readonly channel: string
  readonly text: string
}

/** Makes the answer of one request; `more` are members beside the usual ones. */
export type Reply = (result: WireValue | KrakenError, more?: WireObject) => Message

export interface ReplyTimes {
  /** Microseconds. */
  readonly in: number
  readonly out: number
}

/** Acknowledgement or refusal of a request; `more` are members beside the usual ones. */
export function replyText(
  { method, id }: Pick<SocketRequest, 'method' | 'id'>,
  result: WireValue | KrakenError,
  times: ReplyTimes,
  more: WireObject = {},
): string {
  const isRefusal = result instanceof KrakenError
  return wireJson({
    ...(isRefusal ? { error: result.text } : {}),
    method,
    req_id: id,
    ...(isRefusal ? {} : { result }),
    success: !isRefusal,
    ...more,
    time_in: timeText(times.in),
    time_out: timeText(times.out),
  })
}
