import { nextUniform, type RandomState, seedRandom } from '../random.ts'
import type { Asset } from './assets.ts'

/**
 * How much is going on in the world: busy and quiet times nested in each other, from half a minute to a week (Calvet and Fisher 2004,
 * "How to forecast long-run volatility: regime switching and the estimation of multifractal processes"). Each time scale is now above, now below
 * its mean and switches by chance; the product of all is the intensity. It says how often people look at the market and how much that weighs
 * what they find out, never where a price should go. Slow scales are common to everything, quick ones are each asset's own.
 */
export interface Attention {
  /** How often something happens to an asset, in multiples of the usual. */
  assetActivity(asset: number): number
  /** How much it weighs. */
  assetWeight(asset: number): number
  /** The same for a market: of its two assets. Agents wake up by it. */
  activity(market: number): number
  weight(market: number): number
  /** Moves time forward by one step. */
  step(micros: number): void
  snapshot(): AttentionSnapshot
}

export interface AttentionSnapshot {
  readonly random: RandomState
  readonly common: readonly boolean[]
  readonly own: readonly (readonly boolean[])[]
  /** By asset. */
  readonly bursts: readonly boolean[]
  readonly hour: number
}

export const attentionStepMicros = 5_000_000
const stepMinutes = attentionStepMicros / 60_000_000
/** Mean minutes between two switches of a time scale. */
const commonScales = [15, 45, 130, 400, 1200, 3600, 10_800]
const ownScales = [0.15, 0.5, 1.5, 5, 25]
/** A scale multiplies the intensity by 1 + this or 1 - this: restless seconds, and calm and wild days. */
const commonSwings = [0.34, 0.46, 0.58, 0.63, 0.65, 0.36, 0.12]
const ownSwings = [0.5, 0.48, 0.64, 0.67, 0.4]
/** Now and then everybody looks at once, and what they find out is large: most of a minute's extreme moves. Share of the time; multiples of the usual. */
const burst = { minutes: 2, share: 0.022, activity: 5, weight: 1.95 }
const betweenBursts = (1 - burst.share * burst.activity) / (1 - burst.share)
const mostActive = 12
/** Of the quick changes: nobody sleeps through the next minutes because this second is calm. */
const calmest = 0.01

/** Share of the daily mean by hour UTC: quiet before the European morning, busiest when America opens. */
const dayCourse = [
  0.93, 0.9, 0.87, 0.84, 0.82, 0.82, 0.85, 0.92, 0.98, 1, 1, 1.01, 1.06, 1.18, 1.27, 1.28, 1.22, 1.14, 1.08, 1.05, 1.03, 1, 0.98, 0.95,
]

export function createAttention(seed: number, assets: readonly Asset[], markets: number, saved?: AttentionSnapshot): Attention {
  const random = { ...(saved?.random ?? seedRandom(seed, 'attention')) }
  const begin = (scales: readonly number[]) => scales.map(() => nextUniform(random) < 0.5)
  const common = saved === undefined ? begin(commonScales) : [...saved.common]
  const own = saved === undefined ? assets.map(() => begin(ownScales)) : saved.own.map((scales) => [...scales])
  let hour = saved?.hour ?? 0
  const assetActivities = new Float64Array(assets.length)
  const assetWeights = new Float64Array(assets.length)
  const activities = new Float64Array(markets)
  const weights = new Float64Array(markets)

  const switchSome = (isHigh: boolean[], scales: readonly number[]) => {
    for (let index = 0; index < scales.length; index += 1) {
      // A switch draws anew, so it changes something half of the time.
      if (nextUniform(random) * (scales[index] ?? 1) < stepMinutes) isHigh[index] = nextUniform(random) < 0.5
    }
  }
  const product = (isHigh: readonly boolean[], swings: readonly number[]) => {
    let value = 1
    for (let index = 0; index < swings.length; index += 1) value *= 1 + (isHigh[index] === true ? 1 : -1) * (swings[index] ?? 0)
    return value
  }
  const bursts = saved === undefined ? assets.map(() => false) : [...saved.bursts]
  const compute = () => {
    // Slow intensity is a variance, so pace x weight x weight: a little more of it goes into the weight than into the pace, else calm weeks
    // would hardly trade and busy ones never pause. Powers 3/8 and 5/16. Quick changes are only of pace.
    const fourthRoot = Math.sqrt(Math.sqrt(product(common, commonSwings)))
    const pace = fourthRoot * Math.sqrt(fourthRoot)
    const slowWeight = fourthRoot * Math.sqrt(Math.sqrt(fourthRoot))
    const course = dayCourse[hour] ?? 1
    assets.forEach(({ baseOf }, asset) => {
      const activity =
        course *
        Math.min(
          mostActive,
          pace * Math.max(calmest, product(own[asset] ?? [], ownSwings) * (bursts[asset] === true ? burst.activity : betweenBursts)),
        )
      assetActivities[asset] = activity
      const weight = slowWeight * (bursts[asset] === true ? burst.weight : 1)
      assetWeights[asset] = weight
      for (const market of baseOf) {
        activities[market] = activity
        weights[market] = weight
      }
    })
  }
  compute()

  return {
    assetActivity: (asset) => assetActivities[asset] ?? 1,
    assetWeight: (asset) => assetWeights[asset] ?? 1,
    activity: (market) => activities[market] ?? 1,
    weight: (market) => weights[market] ?? 1,
    step: (micros) => {
      hour = Math.floor(micros / 3_600_000_000) % 24
      switchSome(common, commonScales)
      for (const scales of own) switchSome(scales, ownScales)
      for (let asset = 0; asset < bursts.length; asset += 1) {
        if (nextUniform(random) * burst.minutes < stepMinutes) bursts[asset] = nextUniform(random) < burst.share
      }
      compute()
    },
    snapshot: () => ({ random: { ...random }, common: [...common], own: own.map((scales) => [...scales]), bursts: [...bursts], hour }),
  }
}
