import type { AnswerSource } from '@strategraph/trading-engine'

/**
 * Answers for every model: it wants to trade whenever it is asked, all that it may, and one time in five to sell. Not a model:
 * what is tested is what holds it.
 */
export function recklessStandIn(seed: number): AnswerSource {
  let asked = 0
  return {
    answer() {
      asked += 1
      const action = asked > 1 && (asked + seed) % 5 === 0 ? 'sell' : 'buy'
      return { ok: true, action, size: 1, confidence: 1, reason: 'Crash test: a stand-in that always wants to trade.' }
    },
  }
}
