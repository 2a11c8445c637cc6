import { change, type Kernel, type Num, wilder } from '@strategraph/strategy-core'

/** Wilder's averages of the rises and of the falls from row to row, both at least 0: what RSI and its relatives are made of. */
export function gainAndLoss(k: Kernel, x: Num, period: number): { readonly gain: Num; readonly loss: Num } {
  const move = change(k, x)
  return { gain: wilder(k, k.max(move, 0), period), loss: wilder(k, k.max(move.negate(), 0), period) }
}

/** Share of the rises in all movement, 0 to 100; 0 where nothing has moved (as TA-Lib). */
export function relativeStrength(k: Kernel, x: Num, period: number): Num {
  const { gain, loss } = gainAndLoss(k, x, period)
  return k.ratio(gain, gain.plus(loss), { ifZero: 0 }).times(100)
}
