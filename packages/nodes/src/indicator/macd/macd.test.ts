import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { goldenColumns } from '../../testing/golden.ts'
import { macd } from './macd.ts'

nodeContract(macd)
goldenColumns(macd, { columns: { macd: 'macd', signal: 'macd_signal', histogram: 'macd_hist' } })

describe('macd', () => {
  it('refuses a fast length that is not shorter than the slow one', () => {
    expect(macd.config.safeParse({ fast: 26, slow: 26 }).error?.issues[0]?.path).toEqual(['fast'])
  })
})
