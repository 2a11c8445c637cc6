import { instrumentId, type Interval } from '@strategraph/market-model'
import type { FeedPlan, Plan } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../command-line/exit.ts'
import { bindData } from './bind-data.ts'

const feed = (nodeId: string, label: string, symbol: string, interval: Interval = '1h'): FeedPlan => ({
  nodeId,
  label,
  spec: { instrument: instrumentId('simulated', symbol), interval, stream: 'bars', origin: { kind: 'simulated', seed: 1 } },
})
const planOf = (...feeds: readonly FeedPlan[]): Plan => ({ feeds }) as unknown as Plan
const two = planOf(feed('a', 'Fast = 1h', 'BTC/USD'), feed('b', 'Slow', 'ETH/USD', '4h'))
const files = (plan: Plan, ...values: readonly string[]) =>
  bindData(plan, values).map(({ feed: { nodeId }, file }) => `${nodeId}:${file ?? '-'}`)

describe('bindData', () => {
  it('finds a feed by id, by label, even one with "=", and by symbol', () => {
    expect(files(two, 'a=x.csv')).toEqual(['a:x.csv', 'b:-'])
    expect(files(two, 'Fast = 1h=x.csv', 'Slow=y.csv')).toEqual(['a:x.csv', 'b:y.csv'])
    expect(files(two, 'ETH/USD=y=1.csv')).toEqual(['a:-', 'b:y=1.csv'])
  })

  it('a bare file is enough for the only feed', () => {
    expect(files(planOf(feed('a', 'A', 'BTC/USD')), 'x.csv')).toEqual(['a:x.csv'])
  })

  it.each([
    ['a bare file with two feeds', two, ['x.csv'], /which feed/],
    ['an unknown feed', two, ['c=x.csv'], /names no feed.*a \("Fast = 1h", BTC\/USD 1h\)/],
    [
      'a symbol that two feeds have',
      planOf(feed('a', 'A', 'BTC/USD'), feed('b', 'B', 'BTC/USD', '4h')),
      ['BTC/USD=x.csv'],
      /several feeds/,
    ],
    ['one feed given twice', two, ['a=x.csv', 'a=y.csv'], /two files/],
    ['a workflow without a feed', planOf(), ['x.csv'], /no market feed/],
  ] as const)('%s is a usage error that names the feeds', (_, plan, values, message) => {
    expect(() => bindData(plan, values)).toThrow(UsageError)
    expect(() => bindData(plan, values)).toThrow(message)
  })
})
