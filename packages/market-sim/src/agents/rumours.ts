import { nextUniform, type RandomState } from '../random.ts'
import { drawExponential, drawHeavy } from './draws.ts'
import type { World } from './world.ts'

/** About each asset, in usual times. */
const rumoursPerMinute = 21
/** Standard deviation of what a rumour is worth, x volatility of the asset in a minute. */
const usualWorth = 0.09
const largestWorth = 4

export interface Rumour {
  /** Place of the asset. */
  readonly asset: number
  /** What it changes about the asset's worth, fraction. */
  readonly change: number
  /** Until the next one about any asset. */
  readonly seconds: number
}

/** Something becomes known to some: more often and heavier when much is going on. Independent of every price. */
export function drawRumour({ attention, assets }: World, random: RandomState): Rumour {
  let total = 0
  for (let asset = 0; asset < assets.length; asset += 1) total += attention.assetActivity(asset)
  let left = nextUniform(random) * total
  let asset = 0
  while (asset < assets.length - 1 && left >= attention.assetActivity(asset)) {
    left -= attention.assetActivity(asset)
    asset += 1
  }
  const worth = usualWorth * Math.max(-largestWorth, Math.min(largestWorth, drawHeavy(random, 2)))
  const change = worth * attention.assetWeight(asset) * (assets[asset]?.minuteVolatility ?? 0)
  return { asset, change, seconds: (60 / rumoursPerMinute / total) * drawExponential(random) }
}
