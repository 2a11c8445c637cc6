/** Where each row begins, in pixels, and at the end where the last one ends: one entry more than rows. */
export function rowStarts(count: number, heightOf: (index: number) => number): readonly number[] {
  const starts = [0]
  let at = 0
  for (let index = 0; index < count; index++) {
    at += heightOf(index)
    starts.push(at)
  }
  return starts
}

/** The rows that touch the pixels from `top` on for `height`, and `overscan` more on both sides; `to` is not among them. */
export function rowWindow(
  starts: readonly number[],
  { top, height, overscan }: { readonly top: number; readonly height: number; readonly overscan: number },
): { readonly from: number; readonly to: number } {
  const count = starts.length - 1
  const first = lastAtOrBefore(starts, top)
  const last = lastAtOrBefore(starts, top + height)
  return { from: Math.max(0, Math.min(first, count) - overscan), to: Math.min(count, last + 1 + overscan) }
}

/** Index of the last start that is not beyond `at`. */
function lastAtOrBefore(starts: readonly number[], at: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}
