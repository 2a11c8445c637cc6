import { numbersOf } from '../numbers-of.ts'
import { type DecisionOutcome, type DecisionRecord, DecisionRing, type DecisionRingSnapshot } from './decision-ring.ts'

/** So many of its own decisions an agent remembers. */
export const rememberedDecisions = 32

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

const mostCautious = 4

/**
 * An agent's memory of its own decisions and of what became of them. Each decision that traded is judged once, after the persona's horizon: by
 * how much better or worse the mid then stands than the prices it got. Personas read the judgements before they decide.
 */
export class AgentMemory {
  /** Judged decisions in a row that lost (gained); one of them is always 0. */
  lossStreak: number
  gainStreak: number
  judged: number
  /** Moving average of the judgements, fraction of the price; the last one counts an eighth. */
  averageResult: number
  private readonly decisions: DecisionRing
  private readonly fills = new Float64Array(width * rememberedDecisions)
  /** The oldest decision that is not judged. */
  private unjudged: number
  private readonly horizonMicros: number

  constructor(horizonMicros: number, saved?: AgentMemorySnapshot) {
    this.horizonMicros = horizonMicros
    this.decisions = new DecisionRing(rememberedDecisions, saved?.decisions)
    if (saved !== undefined) this.fills.set(saved.fills)
    this.unjudged = saved?.unjudged ?? 1
    const [lossStreak, gainStreak, judged, averageResult] = saved?.figures ?? [0, 0, 0, 0]
    this.lossStreak = lossStreak
    this.gainStreak = gainStreak
    this.judged = judged
    this.averageResult = averageResult
  }

  /** Losses in a row, as far as they still make it more careful: somebody who has lost very often goes on living. */
  get cautiousness(): number {
    return Math.min(mostCautious, this.lossStreak)
  }

  remember(record: Omit<DecisionRecord, 'seq' | 'outcome'>, seq: number): number {
    const { fills } = this
    const number = this.decisions.add(record, seq)
    const place = placeOf(number)
    fills[place + signedLots] = 0
    fills[place + signedNotional] = 0
    fills[place + grossNotional] = 0
    fills[place + judgement] = notJudged
    this.unjudged = Math.max(this.unjudged, number - rememberedDecisions + 1)
    return number
  }

  /** Something was bought (sign 1) or sold (-1) because of that decision. */
  addFill(number: number, sign: number, price: number, lots: number): void {
    if (!this.decisions.isKept(number)) return
    const { fills } = this
    const place = placeOf(number)
    fills[place + signedLots] = (fills[place + signedLots] ?? 0) + sign * lots
    fills[place + signedNotional] = (fills[place + signedNotional] ?? 0) + sign * lots * price
    fills[place + grossNotional] = (fills[place + grossNotional] ?? 0) + lots * price
  }

  setOutcome(number: number, outcome: DecisionOutcome): void {
    this.decisions.setOutcome(number, outcome)
  }

  /** Number in the common log; 0 where it is forgotten. */
  seqOf(number: number): number {
    return this.decisions.seqOf(number)
  }

  /** Judges what is old enough. `midOf`: ticks, 0 where there is none (then it waits). */
  review(now: number, midOf: (market: number) => number): void {
    const { decisions } = this
    for (; this.unjudged <= decisions.newest; this.unjudged += 1) {
      const place = placeOf(this.unjudged)
      if (decisions.timeOf(this.unjudged) + this.horizonMicros > now) return
      if (this.fills[place + grossNotional] === 0) continue
      const mid = midOf(decisions.marketOf(this.unjudged))
      if (mid === 0) return
      this.judge(place, mid)
    }
  }

  /** Newest first. */
  recall(limit: number): readonly RecalledDecision[] {
    const { decisions, fills } = this
    const recalled: RecalledDecision[] = []
    for (let number = decisions.newest; recalled.length < limit; number -= 1) {
      const record = decisions.read(number)
      if (record === undefined) break
      const place = placeOf(number)
      const result = fills[place + judgement] ?? notJudged
      recalled.push({ ...record, tradedLots: fills[place + signedLots] ?? 0, result: result === notJudged ? undefined : result })
    }
    return recalled
  }

  snapshot(): AgentMemorySnapshot {
    return {
      decisions: this.decisions.snapshot(),
      fills: numbersOf(this.fills),
      unjudged: this.unjudged,
      figures: [this.lossStreak, this.gainStreak, this.judged, this.averageResult],
    }
  }

  private judge(place: number, mid: number): void {
    const { fills } = this
    const result = ((fills[place + signedLots] ?? 0) * mid - (fills[place + signedNotional] ?? 0)) / (fills[place + grossNotional] ?? 1)
    fills[place + judgement] = result
    this.judged += 1
    this.averageResult += (result - this.averageResult) / 8
    this.lossStreak = result < 0 ? this.lossStreak + 1 : 0
    this.gainStreak = result < 0 ? 0 : this.gainStreak + 1
  }
}

function placeOf(number: number): number {
  return ((number - 1) % rememberedDecisions) * width
}
