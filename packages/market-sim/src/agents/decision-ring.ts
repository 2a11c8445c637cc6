import type { AgentDecision } from '../simulation/simulation-types.ts'

/** Codes are places in these lists. */
export const decisionActions = ['buy', 'sell', 'quote', 'cancel', 'hold'] as const satisfies readonly AgentDecision['action'][]
export const decisionMinds = ['rule', 'model', 'rule-instead-of-model'] as const satisfies readonly AgentDecision['mind'][]
export const decisionOutcomes = ['accepted', 'filled', 'canceled', 'rejected', 'discarded'] as const satisfies readonly NonNullable<
  AgentDecision['outcome']
>[]
export type DecisionAction = (typeof decisionActions)[number]
export type DecisionMind = (typeof decisionMinds)[number]
export type DecisionOutcome = (typeof decisionOutcomes)[number]

/** One decision as numbers: its reason is a code with up to four numbers and becomes words only when somebody reads it. */
export interface DecisionRecord {
  readonly seq: number
  readonly time: number
  readonly agent: number
  readonly market: number
  readonly action: DecisionAction
  /** Lots. */
  readonly quantity: number
  /** Ticks; 0 = none. */
  readonly price: number
  readonly mind: DecisionMind
  readonly outcome: DecisionOutcome | undefined
  /** Place in the persona's list of reasons; -1 = said in `text`. */
  readonly reason: number
  readonly numbers: ReasonNumbers
  readonly text: string | undefined
}

export type ReasonNumbers = readonly [number, number, number, number]

/** The newest decisions by their number, which counts up from 1; the oldest are overwritten. */
export interface DecisionRing {
  readonly newest: number
  /** Returns its number. */
  add(record: Omit<DecisionRecord, 'seq' | 'outcome'>, seq?: number): number
  setOutcome(number: number, outcome: DecisionOutcome): void
  /** Undefined where it is no longer or not yet there. */
  read(number: number): DecisionRecord | undefined
  /** Without a copy; NaN where there is none. */
  timeOf(number: number): number
  /** Its number in the common log, 0 where there is none. */
  seqOf(number: number): number
  marketOf(number: number): number
  snapshot(): DecisionRingSnapshot
}

/** Rows oldest first. */
export interface DecisionRingSnapshot {
  readonly newest: number
  readonly rows: readonly number[]
  /** By decision number. */
  readonly texts: Readonly<Record<string, string>>
}

const width = 14
const noOutcome = -1

export function createDecisionRing(capacity: number, saved?: DecisionRingSnapshot): DecisionRing {
  const rows = new Float64Array(width * capacity)
  const texts = new Map<number, string>()
  let newest = saved?.newest ?? 0
  const isKept = (number: number) => number >= 1 && number <= newest && number > newest - capacity
  const placeOf = (number: number) => ((number - 1) % capacity) * width

  if (saved !== undefined) {
    const count = saved.rows.length / width
    for (let row = 0; row < count; row += 1) {
      rows.set(saved.rows.slice(row * width, (row + 1) * width), placeOf(newest - count + 1 + row))
    }
    for (const [number, text] of Object.entries(saved.texts)) texts.set(Number(number), text)
  }

  return {
    get newest() {
      return newest
    },
    add: (record, seq) => {
      newest += 1
      if (texts.size > 0) texts.delete(newest - capacity)
      const place = placeOf(newest)
      rows[place] = seq ?? newest
      rows[place + 1] = record.time
      rows[place + 2] = record.agent
      rows[place + 3] = record.market
      rows[place + 4] = decisionActions.indexOf(record.action)
      rows[place + 5] = record.quantity
      rows[place + 6] = record.price
      rows[place + 7] = decisionMinds.indexOf(record.mind)
      rows[place + 8] = noOutcome
      rows[place + 9] = record.reason
      const [first, second, third, fourth] = record.numbers
      rows[place + 10] = first
      rows[place + 11] = second
      rows[place + 12] = third
      rows[place + 13] = fourth
      if (record.text !== undefined) texts.set(newest, record.text)
      return newest
    },
    setOutcome: (number, outcome) => {
      if (isKept(number)) rows[placeOf(number) + 8] = decisionOutcomes.indexOf(outcome)
    },
    read: (number) => {
      if (!isKept(number)) return undefined
      const place = placeOf(number)
      const at = (column: number) => rows[place + column] ?? 0
      return {
        seq: at(0),
        time: at(1),
        agent: at(2),
        market: at(3),
        action: decisionActions[at(4)] ?? 'hold',
        quantity: at(5),
        price: at(6),
        mind: decisionMinds[at(7)] ?? 'rule',
        outcome: decisionOutcomes[at(8)],
        reason: at(9),
        numbers: [at(10), at(11), at(12), at(13)],
        text: texts.get(number),
      }
    },
    timeOf: (number) => (isKept(number) ? (rows[placeOf(number) + 1] ?? Number.NaN) : Number.NaN),
    seqOf: (number) => (isKept(number) ? (rows[placeOf(number)] ?? 0) : 0),
    marketOf: (number) => (isKept(number) ? (rows[placeOf(number) + 3] ?? Number.NaN) : Number.NaN),
    snapshot: () => {
      const first = Math.max(1, newest - capacity + 1)
      const length = (newest - first + 1) * width
      const start = placeOf(first)
      // Whole pieces: number by number, ten thousand decisions would hold up whoever takes a snapshot.
      const older = Array.from(rows.subarray(start, start + length))
      const kept = older.concat(Array.from(rows.subarray(0, length - older.length)))
      return { newest, rows: kept, texts: Object.fromEntries(texts) }
    },
  }
}
