/**
 * The kernel language: what a node may say about numbers and flags.
 *
 * A node's `kernel` function is called once per compile and builds a graph of expressions; no values exist at that time.
 * The same graph runs in two back ends that agree bit for bit: an interpreter (the oracle) and fused WebAssembly.
 *
 * The one rule about missing values: NaN means "no value yet", for numbers and for flags (a flag is 0, 1 or NaN).
 * - Arithmetic, comparison and logic are strict: any operand without a value gives no value. A signal built from
 *   indicators that are still warming up is therefore unknown, never accidentally true.
 * - Windows and recurrences skip a row whose input has no value: their state stays, their output has no value in that row.
 * - Only `isReady` and `orElse` turn a missing value into a present one, and say so at the place of use.
 *
 * Look-ahead cannot be expressed: a primitive names the present row and earlier ones only.
 */

/** A number of the present row. A plain `number` may stand wherever a `Num` is asked for. */
export interface Num {
  readonly type: 'number'
  plus(other: NumLike): Num
  minus(other: NumLike): Num
  times(other: NumLike): Num
  /** IEEE division; where zero can occur in the divisor use `Kernel.ratio`, which says what happens then. */
  over(other: NumLike): Num
  negate(): Num
  isGreaterThan(other: NumLike): Flag
  isAtLeast(other: NumLike): Flag
  isLessThan(other: NumLike): Flag
  isAtMost(other: NumLike): Flag
  equals(other: NumLike): Flag
}

/** True, false or no value yet. */
export interface Flag {
  readonly type: 'flag'
  and(other: Flag): Flag
  or(other: Flag): Flag
  xor(other: Flag): Flag
  not(): Flag
}

export type NumLike = Num | number
export type Expression = Num | Flag

/** The columns of a candle. All `Num`; `time` is the close time in ms UTC. */
export interface CandleExpressions {
  readonly time: Num
  readonly open: Num
  readonly high: Num
  readonly low: Num
  readonly close: Num
  readonly volume: Num
}

/** The closed set of primitives. Windows count rows with a value, `window` >= 1, the present row included. */
export interface Kernel {
  constant(value: number): Num
  flag(value: boolean): Flag

  /** The value `rows` rows ago (default 1), whether or not that row had one; no value in the first `rows` rows. */
  previous(x: Num, rows?: number): Num
  previousFlag(x: Flag, rows?: number): Flag

  /** Sum of the last `window` values, added oldest to newest or compensated, so that a restart equals the long run. */
  sum(x: Num, window: number): Num
  mean(x: Num, window: number): Num
  /** Linearly weighted mean: newest weight `window`, oldest weight 1. */
  weightedMean(x: Num, window: number): Num
  /** Population standard deviation of the last `window` values. Never negative, 0 for a constant window. */
  deviation(x: Num, window: number): Num
  /** Mean absolute distance from the window's mean (two-pass). */
  meanDeviation(x: Num, window: number): Num
  highest(x: Num, window: number): Num
  lowest(x: Num, window: number): Num
  /** Rows since the extreme of the window, 0 .. window-1; the LATEST extreme counts on ties. */
  rowsSinceHighest(x: Num, window: number): Num
  rowsSinceLowest(x: Num, window: number): Num
  /**
   * Exponential smoothing seeded by the simple mean of the first `seedRows` values (its first output), then
   * value += alpha * (x - value).
   */
  smooth(x: Num, options: { readonly seedRows: number; readonly alpha: number }): Num
  /** Running total of all values since the start or since the row in which `reset` was last true (that row included). */
  total(x: Num, reset?: Flag): Num

  /** Number of values of x seen so far, the present one included. Never without a value. */
  count(x: Expression): Num
  /** Rows since `when` was last true (0 in that row); no value before the first time. */
  rowsSince(when: Flag): Num
  /** How many of the last `window` rows with a value were true. */
  countTrue(when: Flag, window: number): Num
  /** x of the row in which `when` was last true; no value before the first time. */
  valueWhen(when: Flag, x: Num): Num

  min(a: NumLike, b: NumLike): Num
  max(a: NumLike, b: NumLike): Num
  abs(x: Num): Num
  sign(x: Num): Num
  sqrt(x: Num): Num
  floor(x: Num): Num
  ceil(x: Num): Num
  /** Nearest whole number, ties to even (the WebAssembly instruction). */
  round(x: Num): Num
  /** Transcendental functions: one implementation, imported from `numeric.ts` by both back ends. */
  exp(x: Num): Num
  log(x: Num): Num
  pow(x: Num, exponent: NumLike): Num
  sin(x: Num): Num
  cos(x: Num): Num
  atan(x: Num): Num
  /** a / b, but `ifZero` where b is 0. */
  ratio(a: NumLike, b: NumLike, options: { readonly ifZero: NumLike }): Num
  /** Remainder with the sign of the divisor (floor modulo). */
  modulo(a: NumLike, b: NumLike): Num

  select(when: Flag, then: NumLike, otherwise: NumLike): Num
  selectFlag(when: Flag, then: Flag, otherwise: Flag): Flag
  /** 1 where true, 0 where false. */
  toNumber(x: Flag): Num
  /** True where x is not 0. */
  toFlag(x: Num): Flag
  /** Whether x has a value in this row; itself never without a value. */
  isReady(x: Expression): Flag
  /** x, or `fallback` where x has no value. */
  orElse(x: Num, fallback: NumLike): Num
  orElseFlag(x: Flag, fallback: boolean): Flag

  /**
   * Feedback over declared state cells: `step` gets last row's cells and returns this row's, which are also the result.
   * A row in which any result is NaN still stores it: guard with `isReady`/`orElse` inside `step`.
   * `warmUp` = rows before the results have a value, given that the step's inputs have one from row 0 on; it is added
   * to the inputs' own warm-up.
   */
  recurrence<Cells extends Readonly<Record<string, number>>>(
    options: { readonly initial: Cells; readonly warmUp: number },
    step: (cells: { readonly [Name in keyof Cells]: Num }) => { readonly [Name in keyof Cells]: NumLike },
  ): { readonly [Name in keyof Cells]: Num }

  /** Close time of the row, ms UTC, of the clock domain the node runs in. */
  time(): Num
}
