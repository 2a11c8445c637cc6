import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { goldenColumns } from '../../testing/golden.ts'
import { runNode } from '../../testing/run-node.ts'
import { standardDeviation } from './standard-deviation.ts'

nodeContract(standardDeviation)

// TA-Lib takes mean(x^2) - mean(x)^2, which at prices of 100,000 is off by up to 3e-5 (checked with exact fractions); ours is not.
goldenColumns(standardDeviation, { config: { bars: 20 }, columns: { deviation: 'stddev20' }, noise: 1e-6 })
goldenColumns(standardDeviation, { config: { bars: 20 }, columns: { variance: 'var20' }, noise: 4e-5 })

describe('standard deviation', () => {
  it('keeps its digits at high prices: the deviation of 100,000,000 and 100,000,001 is one half', () => {
    const { deviation } = runNode(standardDeviation, { x: [1e8, 1e8 + 1, 1e8, 1e8 + 1] }, { bars: 2 })
    expect([...(deviation ?? [])].slice(1)).toEqual([0.5, 0.5, 0.5])
  })
})
