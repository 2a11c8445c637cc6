interface Wish {
  readonly height: number
  /** Where it would like to begin. */
  readonly top: number
}

/**
 * Tops of boxes under each other in the given order, `gap` apart at least, with the least sum of squared distances from what each wishes:
 * isotonic regression by pooling adjacent violators (M. Ayer and others, 1955).
 */
export function stack(wishes: readonly Wish[], gap: number): readonly number[] {
  const pools: { sum: number; count: number }[] = []
  let offset = 0
  const offsets: number[] = []
  for (const { height, top } of wishes) {
    offsets.push(offset)
    let pool = { sum: top - offset, count: 1 }
    offset += height + gap
    for (let last = pools.at(-1); last !== undefined && last.sum / last.count > pool.sum / pool.count; last = pools.at(-1)) {
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count }
      pools.pop()
    }
    pools.push(pool)
  }
  const shifts = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
  return offsets.map((own, at) => own + (shifts[at] ?? 0))
}
