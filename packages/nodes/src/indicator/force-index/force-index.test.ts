import { nodeContract } from '@strategraph/test-kit'
import { exponential, sameAsPlain } from '../../testing/plain.ts'
import { forceIndex } from './force-index.ts'

nodeContract(forceIndex)

sameAsPlain(forceIndex, ({ close, volume }) => {
  const force = close.map((value, row) => (row === 0 ? Number.NaN : (value - close[row - 1]!) * volume[row]!))
  return { value: exponential(force, 13, 2 / 14) }
})
