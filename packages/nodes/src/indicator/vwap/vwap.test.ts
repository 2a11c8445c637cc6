import { nodeContract } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { goldenColumns } from '../../testing/golden.ts'
import { runNode } from '../../testing/run-node.ts'
import { vwap } from './vwap.ts'

nodeContract(vwap)
goldenColumns(vwap, { columns: { value: 'vwap_utc_day' } })

describe('vwap', () => {
  it('counts the candle that closes at midnight to the day that ends', () => {
    const times = ['2024-01-01T23:00:00Z', '2024-01-02T00:00:00Z', '2024-01-02T01:00:00Z'].map((time) => Date.parse(time))
    const price = [1, 3, 10]
    const inputs = {
      'candles.time': times,
      'candles.high': price,
      'candles.low': price,
      'candles.close': price,
      'candles.volume': [1, 1, 1],
    }
    expect([...(runNode(vwap, inputs)['value'] ?? [])]).toEqual([1, 2, 10])
  })
})
