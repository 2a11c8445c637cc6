/**
 * Learns to foretell the next signed order from the last ones: normalized least mean squares (Widrow and Hoff 1960) over moving averages of
 * different memories. What distinguishes two neighbouring averages is a band of its own, almost independent of the others, so every band learns
 * at the same pace.
 */
export interface FlowForecast {
  /** Of the next order. */
  value(): number
  learn(amount: number): void
  snapshot(): FlowForecastSnapshot
}

export interface FlowForecastSnapshot {
  readonly averages: readonly number[]
  readonly weights: readonly number[]
  readonly squares: readonly number[]
}

/** Orders. */
const memories = [1, 2, 4, 10, 25, 60, 150, 400, 1000, 4000]
const pace = 0.001
const [smallestWeight, largestWeight] = [-0.5, 1.2]

export function createFlowForecast(saved?: FlowForecastSnapshot): FlowForecast {
  const averages = Float64Array.from(saved?.averages ?? memories.map(() => 0))
  const weights = Float64Array.from(saved?.weights ?? memories.map(() => 0.4))
  const squares = Float64Array.from(saved?.squares ?? memories.map((memory) => 0.5 / memory))
  const band = (at: number) => (averages[at] ?? 0) - (averages[at + 1] ?? 0)
  const value = () => {
    let sum = 0
    for (let at = 0; at < memories.length; at += 1) sum += (weights[at] ?? 0) * band(at)
    return sum
  }
  return {
    value,
    learn: (amount) => {
      const error = amount - value()
      for (let at = 0; at < memories.length; at += 1) {
        const difference = band(at)
        const square = (squares[at] ?? 0) + (pace / 2) * (difference * difference - (squares[at] ?? 0))
        squares[at] = square
        const weight = (weights[at] ?? 0) + (pace * error * difference) / square
        weights[at] = Math.max(smallestWeight, Math.min(largestWeight, weight))
      }
      for (let at = 0; at < memories.length; at += 1)
        averages[at] = (averages[at] ?? 0) + (amount - (averages[at] ?? 0)) / (memories[at] ?? 1)
    },
    snapshot: () => ({ averages: [...averages], weights: [...weights], squares: [...squares] }),
  }
}
