/**
 * Statistics over columns of numbers. NaN is a hole: functions that say so leave holes out, the others want none.
 * Undefined values (no spread, too few numbers) are NaN.
 */
export type Column = Float64Array

export function withoutHoles(column: Column): Column {
  return column.filter((value) => value === value)
}

export function mean(column: Column): number {
  let sum = 0
  for (const value of column) sum += value
  return sum / column.length
}

/** Mean of (value - mean)^power. */
export function centralMoment(column: Column, power: 2 | 3 | 4): number {
  const center = mean(column)
  let sum = 0
  for (const value of column) {
    const offset = value - center
    const square = offset * offset
    sum += power === 2 ? square : power === 3 ? square * offset : square * square
  }
  return sum / column.length
}

/** Of the population: divided by n. */
export function standardDeviation(column: Column): number {
  return Math.sqrt(centralMoment(column, 2))
}

export function skewness(column: Column): number {
  const variance = centralMoment(column, 2)
  return centralMoment(column, 3) / (variance * Math.sqrt(variance))
}

/** Fourth moment over squared variance, less the 3 of a normal law. */
export function excessKurtosis(column: Column): number {
  const variance = centralMoment(column, 2)
  return centralMoment(column, 4) / (variance * variance) - 3
}

/** Fourth L-moment over the second (Hosking 1990), from unbiased probability-weighted moments; 0.1226 for a normal law. */
export function lKurtosis(column: Column): number {
  const sorted = column.toSorted()
  const n = sorted.length
  let [b0, b1, b2, b3] = [0, 0, 0, 0]
  sorted.forEach((value, i) => {
    const first = i / (n - 1)
    const second = (first * (i - 1)) / (n - 2)
    const third = (second * (i - 2)) / (n - 3)
    b0 += value
    b1 += first * value
    b2 += second * value
    b3 += third * value
  })
  return (20 * b3 - 30 * b2 + 12 * b1 - b0) / (2 * b1 - b0)
}

/** Between the two nearest values, linearly (type 7 of Hyndman and Fan 1996). */
export function quantile(column: Column, share: number): number {
  const sorted = column.toSorted()
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below] ?? Number.NaN
  return low + (place - below) * ((sorted[below + 1] ?? low) - low)
}

export function correlation(a: Column, b: Column): number {
  const [centerA, centerB] = [mean(a), mean(b)]
  let [both, squareA, squareB] = [0, 0, 0]
  for (let row = 0; row < a.length; row += 1) {
    const x = (a[row] ?? Number.NaN) - centerA
    const y = (b[row] ?? Number.NaN) - centerB
    both += x * y
    squareA += x * x
    squareB += y * y
  }
  return both / Math.sqrt(squareA * squareB)
}

/** Place in ascending order from 1; equal values share the mean of their places; a hole stays a hole. */
export function ranks(column: Column): Column {
  const sorted = withoutHoles(column).sort()
  // Sorting numbers and looking up is faster than sorting rows by a comparison.
  const places = new Map<number, number>()
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] ?? 0
    let to = from + 1
    while (sorted[to] === value) to += 1
    places.set(value, (from + to + 1) / 2)
    from = to
  }
  return column.map((value) => places.get(value) ?? Number.NaN)
}

/** Spearman's rank correlation. */
export function rankCorrelation(a: Column, b: Column): number {
  return correlation(ranks(a), ranks(b))
}

export interface Line {
  readonly slope: number
  /** Share of the variance that the line explains. */
  readonly r2: number
}

/** Least squares. */
export function fitLine(x: Column, y: Column): Line {
  const r = correlation(x, y)
  return { slope: (r * standardDeviation(y)) / standardDeviation(x), r2: r * r }
}
