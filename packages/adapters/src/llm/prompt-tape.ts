import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Checked, PromptAnswer, PromptRequest } from '@strategraph/strategy-core'
import { z } from 'zod'
import { createPrivate, readIfThere } from '../data-folder/durable-file.ts'
import { decisionAnswerSchema, decisionAnswerSchemaText } from './decision-answer.ts'

/** What makes two prompts the same question: provider, model, parameters, texts and schema. Not the time limit, which the model never sees. */
export function promptKey({ provider, model, maxTokens, system, user }: PromptRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([provider, model, { maxTokens }, system, user, decisionAnswerSchemaText]))
    .digest('hex')
}

const usageSchema = z.object({ inputTokens: z.number(), outputTokens: z.number() })
const answerSchema = z.union([
  decisionAnswerSchema.extend({ ok: z.literal(true), usage: usageSchema.optional(), latencyMs: z.number().optional() }),
  z.strictObject({ ok: z.literal(false), code: z.string(), reason: z.string(), latencyMs: z.number().optional() }),
])
const lineSchema = z.object({ key: z.string(), answer: answerSchema })

/** Recorded answers by key. */
export interface PromptTape {
  find(key: string): PromptAnswer | undefined
  /** On disk when it resolves. */
  append(key: string, request: PromptRequest, answer: PromptAnswer, recordedAt: number): Promise<void>
}

/**
 * A tape as a file of JSON lines, one per answer, readable and diffable. A last line that a crash cut short is dropped with a
 * warning; damage anywhere else is refused (TAPE_DAMAGED), because a missing answer would change a replay.
 */
export async function openPromptTape(path: string): Promise<Checked<PromptTape>> {
  const text = (await readIfThere(path)) ?? ''
  const lines = text.split('\n')
  const answers = new Map<string, PromptAnswer>()
  const rest = lines.pop() ?? ''
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line)
    if (parsed === undefined) return damaged(path, index + 1)
    answers.set(parsed.key, parsed.answer)
  }
  const warnings =
    rest === ''
      ? []
      : [
          {
            path: ['tape'],
            code: 'TAPE_LINE_CUT',
            message: 'The last recorded answer was cut by a crash and is ignored.',
            severity: 'warning' as const,
          },
        ]
  await createPrivate(path)
  // What is cut must go, or the next line would be glued to it.
  if (rest !== '') await truncateTo(path, Buffer.byteLength(text) - Buffer.byteLength(rest))
  let writing: Promise<void> = Promise.resolve()
  const write = async (line: string) => {
    const file = await open(path, 'a')
    try {
      await file.writeFile(line)
      await file.sync()
    } finally {
      await file.close()
    }
  }
  return {
    ok: true,
    warnings,
    value: {
      find: (key) => answers.get(key),
      async append(key, { provider, model, maxTokens, system, user }, answer, recordedAt) {
        const line = `${JSON.stringify({ key, recordedAt, request: { provider, model, maxTokens, system, user }, answer })}\n`
        const turn = writing.then(() => write(line))
        writing = turn.catch(() => undefined)
        await turn
        answers.set(key, answer)
      },
    },
  }
}

function parseLine(line: string): { readonly key: string; readonly answer: PromptAnswer } | undefined {
  try {
    const { key, answer } = lineSchema.parse(JSON.parse(line))
    if (!answer.ok) return { key, answer: withoutUndefined(answer) }
    const { usage, latencyMs, ...decision } = answer
    return { key, answer: { ...decision, ...(usage === undefined ? {} : { usage }), ...(latencyMs === undefined ? {} : { latencyMs }) } }
  } catch {
    return undefined
  }
}

const withoutUndefined = ({
  ok,
  code,
  reason,
  latencyMs,
}: {
  ok: false
  code: string
  reason: string
  latencyMs?: number | undefined
}): PromptAnswer => ({
  ok,
  code,
  reason,
  ...(latencyMs === undefined ? {} : { latencyMs }),
})

function damaged(path: string, line: number): Checked<PromptTape> {
  const message = `Line ${line} of the recorded answers is damaged; the recording cannot be trusted.`
  return {
    ok: false,
    problems: [{ path: ['tape'], code: 'TAPE_DAMAGED', message, severity: 'error', expected: 'one JSON object per line', received: path }],
  }
}

async function truncateTo(path: string, length: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.truncate(length)
  } finally {
    await file.close()
  }
}
