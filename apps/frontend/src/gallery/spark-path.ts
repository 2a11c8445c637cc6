export interface SparkPath {
  readonly line: string
  readonly area: string
}

interface SparkBox {
  readonly width: number
  readonly height: number
  readonly padding?: number
  /** What the box reaches from and to, so that lines can be compared; what goes beyond runs along its edge. Without it: as far as the numbers do. */
  readonly range?: readonly [number, number] | undefined
}

/** Path of numbers in a box, oldest at the left; a flat series runs through the middle. undefined for fewer than two. */
export function sparkPath(values: readonly number[], { width, height, padding = 2, range }: SparkBox): SparkPath | undefined {
  const known = values.filter(Number.isFinite)
  if (known.length < 2) return undefined
  const [low, high] = range ?? [Math.min(...known), Math.max(...known)]
  const span = high - low
  const points = known.map((value, index) => {
    const x = (index / (known.length - 1)) * width
    const share = span === 0 ? 0.5 : Math.max(0, Math.min(1, (value - low) / span))
    return `${x.toFixed(1)} ${(padding + (1 - share) * (height - 2 * padding)).toFixed(1)}`
  })
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` }
}
