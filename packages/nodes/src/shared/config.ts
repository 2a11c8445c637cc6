import { z } from 'zod'

interface BarsOptions {
  readonly description: string
  readonly min?: number
  readonly max?: number
}

/** A whole number of bars, 1 to 5,000 unless told otherwise. */
export function bars(title: string, preset: number, { description, min = 1, max = 5000 }: BarsOptions) {
  return z.int().min(min).max(max).default(preset).meta({ title, unit: 'bars', description })
}

interface AmountOptions {
  readonly description: string
  readonly min: number
  readonly max: number
  readonly unit?: string
}

/** A number within stated bounds: a multiplier, a threshold, a tolerance. */
export function amount(title: string, preset: number, { description, min, max, unit }: AmountOptions) {
  return z
    .number()
    .min(min)
    .max(max)
    .default(preset)
    .meta({ title, description, ...(unit !== undefined && { unit }) })
}

/** Any finite number a trader may type; the bound only keeps products of a few of them finite. */
export function anyNumber(title: string, preset: number, description: string) {
  return amount(title, preset, { description, min: -1e15, max: 1e15 })
}
