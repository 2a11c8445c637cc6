import type { Exchange } from '../exchange.ts'
import type { Faults } from '../faults/fault-port.ts'
import type { RequestEffect } from '../faults/fault-types.ts'
import { KrakenError, krakenErrors } from '../kraken-error.ts'
import { wait } from '../wait.ts'
import { plainParams } from '../wire/params.ts'
import { wireJson } from '../wire/wire-json.ts'
import { brokenAnswer, htmlAnswer, jsonAnswer, type RestAnswer, statusAnswer } from './rest-answer.ts'
import type { RestResult } from './rest-call.ts'
import { admitCall, type RestRequest, routeCall } from './rest-door.ts'

/** One REST request from arrival to answer, faults and hooks included. */
export async function handleRest(exchange: Exchange, faults: Faults | undefined, request: RestRequest): Promise<RestAnswer> {
  const call = routeCall(exchange, request)
  if (faults === undefined) return jsonAnswer(resultText(work(admitCall(exchange, request, call))))
  const { endpoint, apiKey } = call
  const effect = faults.request(endpoint, apiKey)
  const logged = faults.record(endpoint, apiKey, plainParams(call.params), effect?.type)
  const refused = effect === undefined ? undefined : answerBefore(effect)
  // Hooks and delays come between the door and the engine: the nonce is taken, the deadline runs.
  const admitted = refused === undefined ? admitCall(exchange, request, call) : krakenErrors.unavailable
  await faults.hook('arrived', endpoint, apiKey)
  if (refused !== undefined) return refused
  if (effect?.type === 'delay-request') await wait(effect.ms)
  const result = work(admitted)
  logged.outcome = result instanceof KrakenError ? result.text : 'ok'
  await faults.hook('processed', endpoint, apiKey)
  if (effect?.type === 'delay-answer') await wait(effect.ms)
  const answer = jsonAnswer(resultText(result))
  return {
    ...(effect === undefined ? answer : answerAfter(effect, answer)),
    sent: () => void faults.hook('answered', endpoint, apiKey),
  }
}

function work(admitted: (() => RestResult) | KrakenError): RestResult {
  if (admitted instanceof KrakenError) return admitted
  try {
    return admitted()
  } catch {
    return krakenErrors.internal
  }
}

function resultText(result: RestResult): string {
  return result instanceof KrakenError ? errorText(result.text) : wireJson({ error: [], result })
}

const errorText = (error: string) => wireJson({ error: [error] })

/** The answer of a fault that keeps the request from being processed. */
function answerBefore(effect: RequestEffect): RestAnswer | undefined {
  if (effect.type === 'drop-request') return brokenAnswer(statusAnswer(503, ''), { type: 'destroy' })
  return 'phase' in effect && effect.phase === 'before' ? phasedAnswer(effect) : undefined
}

function answerAfter(effect: RequestEffect, answer: RestAnswer): RestAnswer {
  switch (effect.type) {
    case 'drop-answer':
      return brokenAnswer(answer, { type: 'destroy' })
    case 'cut-answer':
      return brokenAnswer(answer, { type: 'cut', bytes: effect.bytes })
    case 'stall-body':
      return brokenAnswer(answer, { type: 'stall', bytes: effect.bytes })
    case 'drop-request':
    case 'delay-request':
    case 'delay-answer':
      return answer
    case 'hang':
    case 'html':
    case 'status':
    case 'error':
    case 'empty-result':
      return phasedAnswer(effect)
  }
}

function phasedAnswer(effect: Extract<RequestEffect, { phase: unknown }>): RestAnswer {
  switch (effect.type) {
    case 'hang':
      return brokenAnswer(statusAnswer(503, ''), { type: 'hang' })
    case 'html':
      return htmlAnswer(effect.status)
    case 'status':
      return statusAnswer(effect.status, effect.body)
    case 'error':
      return jsonAnswer(errorText(effect.error))
    case 'empty-result':
      return jsonAnswer(wireJson({ error: [], result: {} }))
  }
}
