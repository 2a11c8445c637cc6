/** What to do on the wire; a library-free answer of the exchange. */
export interface RestAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** How it goes wrong, where a fault wants that. */
  readonly wire: WireFault | undefined
  /** To be called when the answer has left; hooks hear of it. */
  readonly sent: () => void
}

export type WireFault =
  /** Close the connection without an answer. */
  | { readonly type: 'destroy' }
  /** Neither answer nor close. */
  | { readonly type: 'hang' }
  /** All headers and so many bytes, then close. */
  | { readonly type: 'cut'; readonly bytes: number }
  /** All headers and so many bytes, then nothing. */
  | { readonly type: 'stall'; readonly bytes: number }

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' }
const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' }

const nothingToDo = () => undefined

export function jsonAnswer(body: string): RestAnswer {
  return { status: 200, headers: jsonHeaders, body, wire: undefined, sent: nothingToDo }
}

export function statusAnswer(status: number, body: string): RestAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body, wire: undefined, sent: nothingToDo }
}

/** What a content delivery network in front of an exchange shows. */
export function htmlAnswer(status: number): RestAnswer {
  const body =
    '<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing the site.</body></html>\n'
  return { status, headers: htmlHeaders, body, wire: undefined, sent: nothingToDo }
}

export function brokenAnswer(answer: RestAnswer, wire: WireFault): RestAnswer {
  return { ...answer, wire }
}
