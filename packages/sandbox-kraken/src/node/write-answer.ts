import type { ServerResponse } from 'node:http'
import type { RestAnswer } from '../rest/rest-answer.ts'

/** Writes an answer of the exchange, or breaks it as a fault wants, and tells the exchange when it has left. */
export function writeAnswer(response: ServerResponse, { status, headers, body, wire, sent }: RestAnswer): void {
  if (wire?.type === 'hang') return
  if (wire?.type === 'destroy') {
    response.destroy()
    return
  }
  const bytes = Buffer.from(body)
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  if (wire === undefined) {
    response.end(bytes, sent)
    return
  }
  response.flushHeaders()
  response.write(bytes.subarray(0, wire.bytes), () => {
    if (wire.type === 'cut') response.destroy()
    sent()
  })
}
