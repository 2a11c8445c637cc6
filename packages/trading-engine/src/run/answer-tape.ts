import type { JournalEvent } from '../journal/event.ts'
import { recordedAnswer } from '../journal/recorded-input.ts'
import type { AnswerSource } from './backtest.ts'

/** The answers of a recorded run, by ask: a backtest over its bars asks the same questions in the same order. */
export function answerTape(events: readonly JournalEvent[]): AnswerSource {
  const answers = new Map(
    events.flatMap((event) => (event.type === 'answer' ? [[event.payload.askId, recordedAnswer(event.payload.answer)] as const] : [])),
  )
  return {
    answer: (_request, askId) =>
      answers.get(askId) ?? { ok: false, code: 'NO_RECORDED_ANSWER', reason: `The recorded run has no answer to ${askId}` },
  }
}
