import { nodeContract } from '@strategraph/test-kit'
import { exponential, sameAsPlain } from '../../testing/plain.ts'
import { elderRay } from './elder-ray.ts'

nodeContract(elderRay)

sameAsPlain(elderRay, ({ high, low, close }) => {
  const average = exponential(close, 13, 2 / 14)
  return { bull: high.map((value, row) => value - average[row]!), bear: low.map((value, row) => value - average[row]!) }
})
