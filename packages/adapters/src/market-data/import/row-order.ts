/** Positions that do not belong to the longest run that never descends: the fewest rows that must be moved. O(n log n). */
export function outOfOrder(stamps: Float64Array): number[] {
  if (isAscending(stamps)) return []
  // tails[k] = position of the smallest last stamp of a run of length k + 1; before[i] = predecessor of i in its run.
  const tails: number[] = []
  const before = new Int32Array(stamps.length).fill(-1)
  const at = (position: number | undefined) => (position === undefined ? Number.NaN : (stamps[position] ?? Number.NaN))
  for (let position = 0; position < stamps.length; position += 1) {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(tails[middle]) <= at(position)) low = middle + 1
      else high = middle
    }
    before[position] = low > 0 ? (tails[low - 1] ?? -1) : -1
    tails[low] = position
  }
  const inRun = new Uint8Array(stamps.length)
  for (let position = tails.at(-1) ?? -1; position >= 0; position = before[position] ?? -1) inRun[position] = 1
  return Array.from(inRun.keys()).filter((position) => inRun[position] === 0)
}

export function isAscending(stamps: Float64Array): boolean {
  for (let row = 1; row < stamps.length; row += 1) if (!((stamps[row] ?? 0) >= (stamps[row - 1] ?? 0))) return false
  return true
}

/** Newest first, if more steps go down than up. */
export function isDescending(stamps: Float64Array): boolean {
  let up = 0
  let down = 0
  for (let row = 1; row < stamps.length; row += 1) {
    const step = (stamps[row] ?? 0) - (stamps[row - 1] ?? 0)
    if (step > 0) up += 1
    if (step < 0) down += 1
  }
  return down > up
}
