import type { Dataset } from '@strategraph/protocol'
import { gapPieces } from './gap-pieces.ts'

/** The whole range as a strip; where bars are missing it is broken. */
export function GapStrip({ dataset }: { readonly dataset: Dataset }) {
  const pieces = gapPieces(dataset)
  const missing = dataset.report?.missingBars ?? 0
  const more = (dataset.report?.gaps ?? 0) - pieces.length
  const label =
    missing === 0
      ? 'No bar is missing.'
      : `${missing} bars are missing in ${dataset.report?.gaps ?? 0} gaps.${more > 0 ? ` The ${pieces.length} largest are drawn.` : ''}`
  return (
    <svg
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      className="h-2.5 w-full overflow-hidden rounded-full"
    >
      <title>{label}</title>
      <rect width={1000} height={10} fill="var(--up)" opacity={0.55} />
      {pieces.map((piece) => (
        <rect key={piece.from} x={1000 * piece.from} width={1000 * piece.width} height={10} fill="var(--down)" />
      ))}
    </svg>
  )
}
