import { nodeContract } from '@strategraph/test-kit'
import { exponential, extreme, sameAsPlain, trueRange } from '../../testing/plain.ts'
import { chandelierExit } from './chandelier-exit.ts'

nodeContract(chandelierExit)

sameAsPlain(chandelierExit, (prices) => {
  const atr = exponential(trueRange(prices), 22, 1 / 22)
  const [highest, lowest] = [extreme(prices.high, 22, Math.max), extreme(prices.low, 22, Math.min)]
  return { long: highest.map((value, row) => value - 3 * atr[row]!), short: lowest.map((value, row) => value + 3 * atr[row]!) }
})
