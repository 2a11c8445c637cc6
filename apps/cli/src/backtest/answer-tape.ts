import { readFile } from 'node:fs/promises'
import type { Checked, PromptAnswer } from '@strategraph/strategy-core'
import type { AnswerSource } from '@strategraph/trading-engine'
import { z } from 'zod'
import { UsageError } from '../command-line/exit.ts'

const answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), action: z.enum(['buy', 'sell', 'hold']), size: z.number(), confidence: z.number(), reason: z.string() }),
  z.object({ ok: z.literal(false), code: z.string(), reason: z.string() }),
])

/** `{ note?, answers: { "<nodeId>?<n>": {...} } }`: what a model said, or what somebody wrote in its place, per question. */
const tape = z.strictObject({ note: z.string().optional(), answers: z.record(z.string(), answer) })

const noModel: PromptAnswer = {
  ok: false,
  code: 'NO_MODEL',
  reason: 'The command line asks no model: give recorded answers with --answers',
}

/** The tape of a file, or without one a source that answers every question with a failure, which LLM nodes turn into hold. */
export async function answersOrFailure(path: string | undefined): Promise<Checked<AnswerSource>> {
  return path === undefined ? { ok: true, value: { answer: () => noModel }, warnings: [] } : readTape(path)
}

/** Reads recorded answers. A question that is not on the tape is answered with a failure, never by a model. */
async function readTape(path: string): Promise<Checked<AnswerSource>> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new UsageError(`Cannot read the answers ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  const parsed = tape.safeParse(json)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: at, message }) => ({
      path: at.filter((part) => typeof part !== 'symbol'),
      code: 'INVALID_ANSWERS',
      message: `${path}: ${message}`,
      severity: 'error' as const,
    }))
    return { ok: false, problems }
  }
  const answers = new Map<string, PromptAnswer>(Object.entries(parsed.data.answers))
  const missing = (askId: string): PromptAnswer => ({ ok: false, code: 'NOT_ON_TAPE', reason: `the tape has no answer to ${askId}` })
  return { ok: true, value: { answer: (_, askId) => answers.get(askId) ?? missing(askId) }, warnings: [] }
}
