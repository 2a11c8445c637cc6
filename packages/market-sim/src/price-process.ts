import { nextTriangular, nextUniform, type RandomState, seedRandom } from './random.ts'

/**
 * Price and volume of the simulated market, trade by trade. Everything is arithmetic and `Math.sqrt`, which IEEE 754 rounds
 * correctly, so a seed gives the same market on every machine.
 *
 * - Volatility: GARCH(1,1) per minute (Bollerslev 1986), memory of about a day, plus rare minutes in which it is 4 to 8 times
 *   larger. Both make fat tails and quiet and wild days.
 * - Price: the logarithm has no drift, so there is no trend to be found except by chance.
 * - Volume: grows with volatility and with the size of the step.
 */
export interface ProcessState {
  readonly random: RandomState
  /** Trades so far. */
  trades: number
  price: number
  /** Of the return of one minute. */
  variance: number
  minuteOpenPrice: number
  /** Half of the range of a trade's return. */
  stepScale: number
  /** Of the last trade. */
  quantity: number
  isUp: boolean
}

export interface ProcessParameters {
  readonly longRunVariance: number
  readonly volumePerTrade: number
  readonly smallestPrice: number
}

export const tradesPerMinute = 6
const minutesPerYear = 525_600

// alpha + beta = 0.9995: half of a shock is gone after 1386 minutes; 2 alpha^2 < 1 - (alpha + beta)^2 keeps the fourth moment finite.
const alpha = 0.015
const beta = 0.9845
const omega = 1 - alpha - beta
const largestVarianceRatio = 40
const jumpProbability = 1 / 2000

export function processParameters(options: { annualVolatility: number; volumePerMinute: number; tickSize: number }): ProcessParameters {
  const { annualVolatility, volumePerMinute, tickSize } = options
  return {
    longRunVariance: (annualVolatility * annualVolatility) / minutesPerYear,
    volumePerTrade: volumePerMinute / tradesPerMinute,
    smallestPrice: 10 * tickSize,
  }
}

export function startProcess(options: { seed: number; name: string; price: number }, { longRunVariance }: ProcessParameters): ProcessState {
  const { seed, name, price } = options
  const random = seedRandom(seed, name)
  return { random, trades: 0, price, variance: longRunVariance, minuteOpenPrice: price, stepScale: 0, quantity: 0, isUp: true }
}

/** Makes the next trade, in place. */
export function nextTrade(state: ProcessState, parameters: ProcessParameters): void {
  if (state.trades % tradesPerMinute === 0) beginMinute(state, parameters)
  const { longRunVariance, volumePerTrade, smallestPrice } = parameters
  const draw = nextTriangular(state.random)
  // Half the variance of the step takes out the drift that compounding gives the logarithm.
  const move = state.stepScale * draw + (state.stepScale * state.stepScale) / 12
  state.price = Math.max(smallestPrice, state.price * (1 + move))
  state.isUp = draw >= 0
  const activity = Math.sqrt(state.variance / longRunVariance)
  const luck = nextUniform(state.random)
  // Means: |draw| 1/3, luck^2 1/3: the factors add up to 1.
  state.quantity = volumePerTrade * activity * (0.1 + 1.5 * Math.abs(draw) + 1.2 * luck * luck)
  state.trades += 1
}

function beginMinute(state: ProcessState, { longRunVariance }: ProcessParameters): void {
  const change = state.price / state.minuteOpenPrice - 1
  const variance = omega * longRunVariance + alpha * change * change + beta * state.variance
  state.variance = Math.min(variance, largestVarianceRatio * longRunVariance)
  state.minuteOpenPrice = state.price
  const jump = nextUniform(state.random)
  const factor = jump < jumpProbability ? 4 + (4 * jump) / jumpProbability : 1
  // Six draws of variance 1/6 in a minute: the scale of one is the deviation of the minute.
  state.stepScale = factor * Math.sqrt(state.variance)
}
