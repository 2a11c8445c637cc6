import { numbersOf } from '../numbers-of.ts'
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

/** Rows oldest first. */
export interface DecisionRingSnapshot {
  readonly newest: number
  readonly rows: readonly number[]
  /** By decision number. */
  readonly texts: Readonly<Record<string, string>>
}

const width = 14
const noOutcome = -1

/** The newest decisions by their number, which counts up from 1; the oldest are overwritten. */
export class DecisionRing {
  private readonly capacity: number
  private readonly rows: Float64Array
  private readonly texts = new Map<number, string>()
  private last: number

  constructor(capacity: number, saved?: DecisionRingSnapshot) {
    this.capacity = capacity
    this.rows = new Float64Array(width * capacity)
    this.last = saved?.newest ?? 0
    if (saved === undefined) return
    const count = saved.rows.length / width
    for (let row = 0; row < count; row += 1) {
      this.rows.set(saved.rows.slice(row * width, (row + 1) * width), this.placeOf(this.last - count + 1 + row))
    }
    for (const [number, text] of Object.entries(saved.texts)) this.texts.set(Number(number), text)
  }

  get newest(): number {
    return this.last
  }

  /** Returns its number. */
  add(record: Omit<DecisionRecord, 'seq' | 'outcome'>, seq?: number): number {
    const { rows, texts } = this
    this.last += 1
    const number = this.last
    if (texts.size > 0) texts.delete(number - this.capacity)
    const place = this.placeOf(number)
    rows[place] = seq ?? number
    rows[place + 1] = record.time
    rows[place + 2] = record.agent
    rows[place + 3] = record.market
    rows[place + 4] = decisionActions.indexOf(record.action)
    rows[place + 5] = record.quantity
    rows[place + 6] = record.price
    rows[place + 7] = decisionMinds.indexOf(record.mind)
    rows[place + 8] = noOutcome
    rows[place + 9] = record.reason
    const { numbers } = record
    rows[place + 10] = numbers[0]
    rows[place + 11] = numbers[1]
    rows[place + 12] = numbers[2]
    rows[place + 13] = numbers[3]
    if (record.text !== undefined) texts.set(number, record.text)
    return number
  }

  setOutcome(number: number, outcome: DecisionOutcome): void {
    if (this.isKept(number)) this.rows[this.placeOf(number) + 8] = decisionOutcomes.indexOf(outcome)
  }

  /** Undefined where it is no longer or not yet there. */
  read(number: number): DecisionRecord | undefined {
    if (!this.isKept(number)) return undefined
    const { rows } = this
    const place = this.placeOf(number)
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
      text: this.texts.get(number),
    }
  }

  isKept(number: number): boolean {
    return number >= 1 && number <= this.last && number > this.last - this.capacity
  }

  // Without a copy; NaN where there is none.
  timeOf(number: number): number {
    return this.isKept(number) ? (this.rows[this.placeOf(number) + 1] ?? Number.NaN) : Number.NaN
  }
  marketOf(number: number): number {
    return this.isKept(number) ? (this.rows[this.placeOf(number) + 3] ?? Number.NaN) : Number.NaN
  }
  /** Its number in the common log, 0 where there is none. */
  seqOf(number: number): number {
    return this.isKept(number) ? (this.rows[this.placeOf(number)] ?? 0) : 0
  }

  snapshot(): DecisionRingSnapshot {
    const { rows } = this
    const first = Math.max(1, this.last - this.capacity + 1)
    return {
      newest: this.last,
      rows: numbersOf(rows, this.placeOf(first), (this.last - first + 1) * width),
      texts: Object.fromEntries(this.texts),
    }
  }

  private placeOf(number: number): number {
    return ((number - 1) % this.capacity) * width
  }
}
