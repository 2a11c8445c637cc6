import { createDecisionRing, type DecisionOutcome, type DecisionRecord, type DecisionRingSnapshot } from './decision-ring.ts'

/** So many of its own decisions an agent remembers. */
export const rememberedDecisions = 32

/**
 * An agent's memory of its own decisions and of what became of them. Each decision that traded is judged once, after the persona's horizon: by
 * how much better or worse the mid then stands than the prices it got. Personas read the judgements before they decide.
 */
export interface AgentMemory {
  /** Judged decisions in a row that lost (gained); one of them is always 0. */
  readonly lossStreak: number
  readonly gainStreak: number
  readonly judged: number
  /** Moving average of the judgements, fraction of the price; the last one counts an eighth. */
  readonly averageResult: number
  remember(record: Omit<DecisionRecord, 'seq' | 'outcome'>, seq: number): number
  /** Something was bought (sign 1) or sold (-1) because of that decision. */
  addFill(number: number, sign: number, price: number, lots: number): void
  setOutcome(number: number, outcome: DecisionOutcome): void
  /** Number in the common log; 0 where it is forgotten. */
  seqOf(number: number): number
  /** Judges what is old enough. `midOf`: ticks, 0 where there is none (then it waits). */
  review(now: number, midOf: (market: number) => number): void
  /** Newest first. */
  recall(limit: number): readonly RecalledDecision[]
  snapshot(): AgentMemorySnapshot
}

export interface RecalledDecision extends DecisionRecord {
  /** Lots bought less lots sold. */
  readonly tradedLots: number
  /** Judgement: fraction of the price gained; undefined as long as there is none. */
  readonly result: number | undefined
}

export interface AgentMemorySnapshot {
  readonly decisions: DecisionRingSnapshot
  readonly fills: readonly number[]
  readonly unjudged: number
  readonly figures: readonly [number, number, number, number]
}

const width = 4
const [signedLots, signedNotional, grossNotional, judgement] = [0, 1, 2, 3]
const notJudged = -2

export function createAgentMemory(horizonMicros: number, saved?: AgentMemorySnapshot): AgentMemory {
  const decisions = createDecisionRing(rememberedDecisions, saved?.decisions)
  const fills = new Float64Array(width * rememberedDecisions)
  if (saved !== undefined) fills.set(saved.fills)
  /** The oldest decision that is not judged. */
  let unjudged = saved?.unjudged ?? 1
  let [lossStreak, gainStreak, judged, averageResult] = saved?.figures ?? [0, 0, 0, 0]
  const placeOf = (number: number) => ((number - 1) % rememberedDecisions) * width
  const isKept = (number: number) => number >= 1 && number <= decisions.newest && number > decisions.newest - rememberedDecisions

  const judge = (place: number, mid: number) => {
    const result = ((fills[place + signedLots] ?? 0) * mid - (fills[place + signedNotional] ?? 0)) / (fills[place + grossNotional] ?? 1)
    fills[place + judgement] = result
    judged += 1
    averageResult += (result - averageResult) / 8
    lossStreak = result < 0 ? lossStreak + 1 : 0
    gainStreak = result < 0 ? 0 : gainStreak + 1
  }

  return {
    get lossStreak() {
      return lossStreak
    },
    get gainStreak() {
      return gainStreak
    },
    get judged() {
      return judged
    },
    get averageResult() {
      return averageResult
    },
    remember: (record, seq) => {
      const number = decisions.add(record, seq)
      const place = placeOf(number)
      fills.fill(0, place, place + width)
      fills[place + judgement] = notJudged
      unjudged = Math.max(unjudged, number - rememberedDecisions + 1)
      return number
    },
    addFill: (number, sign, price, lots) => {
      if (!isKept(number)) return
      const place = placeOf(number)
      fills[place + signedLots] = (fills[place + signedLots] ?? 0) + sign * lots
      fills[place + signedNotional] = (fills[place + signedNotional] ?? 0) + sign * lots * price
      fills[place + grossNotional] = (fills[place + grossNotional] ?? 0) + lots * price
    },
    setOutcome: (number, outcome) => decisions.setOutcome(number, outcome),
    seqOf: (number) => decisions.seqOf(number),
    review: (now, midOf) => {
      for (; unjudged <= decisions.newest; unjudged += 1) {
        const place = placeOf(unjudged)
        if (decisions.timeOf(unjudged) + horizonMicros > now) return
        if (fills[place + grossNotional] === 0) continue
        const mid = midOf(decisions.marketOf(unjudged))
        if (mid === 0) return
        judge(place, mid)
      }
    },
    recall: (limit) => {
      const recalled: RecalledDecision[] = []
      for (let number = decisions.newest; recalled.length < limit; number -= 1) {
        const record = decisions.read(number)
        if (record === undefined) break
        const place = placeOf(number)
        const result = fills[place + judgement] ?? notJudged
        recalled.push({ ...record, tradedLots: fills[place + signedLots] ?? 0, result: result === notJudged ? undefined : result })
      }
      return recalled
    },
    snapshot: () => ({
      decisions: decisions.snapshot(),
      fills: Array.from(fills),
      unjudged,
      figures: [lossStreak, gainStreak, judged, averageResult],
    }),
  }
}
