import {
  candleFactNames,
  candleRange,
  type FactScore,
  scoredCandleFacts,
  scoredTickFacts,
  scoreFact,
  tickFactNames,
  tickRange,
} from '@strategraph/market-sim'
import type { Contender } from './contenders.ts'

/** Facts of one kind of all who have them. */
export interface FactTable {
  readonly kind: 'candles' | 'ticks'
  readonly columns: readonly FactColumn[]
  readonly rows: readonly FactRow[]
}

export interface FactColumn {
  readonly name: string
  /** Scored facts inside the real range. */
  readonly score: number
  readonly of: number
}

export interface FactRow {
  readonly fact: string
  readonly isScored: boolean
  /** By column. */
  readonly cells: readonly FactScore<string>[]
}

/** Scored facts first. */
export function candleTable(contenders: readonly Contender[]): FactTable {
  const present = contenders.flatMap(({ name, candles }) => (candles === undefined ? [] : [{ name, facts: candles }]))
  return table(
    'candles',
    scoredCandleFacts,
    candleFactNames,
    (fact) => present.map(({ facts }) => scoreFact(fact, facts[fact], candleRange(fact))),
    present.map(({ name }) => name),
  )
}

export function tickTable(contenders: readonly Contender[]): FactTable {
  const present = contenders.flatMap(({ name, ticks }) => (ticks === undefined ? [] : [{ name, facts: ticks }]))
  return table(
    'ticks',
    scoredTickFacts,
    tickFactNames,
    (fact) => present.map(({ facts }) => scoreFact(fact, facts[fact], tickRange(fact))),
    present.map(({ name }) => name),
  )
}

function table<Fact extends string>(
  kind: FactTable['kind'],
  scored: readonly Fact[],
  all: readonly Fact[],
  cellsOf: (fact: Fact) => readonly FactScore<string>[],
  names: readonly string[],
): FactTable {
  const row = (fact: Fact, isScored: boolean) => ({ fact, isScored, cells: cellsOf(fact) })
  const rows = [...scored.map((fact) => row(fact, true)), ...all.filter((fact) => !scored.includes(fact)).map((fact) => row(fact, false))]
  const scoreOf = (column: number) => rows.filter(({ isScored, cells }) => isScored && cells[column]?.isInside === true).length
  return { kind, rows, columns: names.map((name, column) => ({ name, score: scoreOf(column), of: scored.length })) }
}
