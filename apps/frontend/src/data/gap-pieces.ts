import type { Dataset } from '@strategraph/protocol'

/** A piece of the strip, in shares of its width. */
export interface StripPiece {
  readonly from: number
  readonly width: number
  readonly missing: number
}

/** Where bars are missing between the first and the last one; thin gaps are drawn wide enough to be seen. */
export function gapPieces({ from, to, report }: Pick<Dataset, 'from' | 'to' | 'report'>, leastWidth = 0.004): readonly StripPiece[] {
  const span = to - from
  if (report === undefined || !(span > 0)) return []
  return report.largestGaps.map((gap) => {
    const start = Math.max(0, Math.min(1, (gap.from - from) / span))
    const end = Math.max(start, Math.min(1, (gap.to - from) / span))
    return { from: Math.min(start, 1 - leastWidth), width: Math.max(leastWidth, end - start), missing: gap.missing }
  })
}
