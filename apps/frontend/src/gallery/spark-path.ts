export interface SparkPath {
  readonly line: string
  readonly area: string
}

/** Path of numbers in a box, oldest at the left; a flat series runs through the middle. undefined for fewer than two. */
export function sparkPath(values: readonly number[], width: number, height: number, padding = 2): SparkPath | undefined {
  const known = values.filter(Number.isFinite)
  if (known.length < 2) return undefined
  const low = Math.min(...known)
  const range = Math.max(...known) - low
  const points = known.map((value, index) => {
    const x = (index / (known.length - 1)) * width
    const share = range === 0 ? 0.5 : (value - low) / range
    return `${x.toFixed(1)} ${(padding + (1 - share) * (height - 2 * padding)).toFixed(1)}`
  })
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` }
}
