import { nodeContract } from '@strategraph/test-kit'
import { changePercent, mean, sameAsPlain } from '../../testing/plain.ts'
import { kst } from './kst.ts'

nodeContract(kst)

sameAsPlain(kst, ({ close }) => {
  const part = (roc: number, sma: number) => mean(changePercent(close, roc), sma)
  const [a, b, c, d] = [part(10, 10), part(15, 10), part(20, 10), part(30, 15)]
  const value = close.map((_, row) => a[row]! + 2 * b[row]! + 3 * c[row]! + 4 * d[row]!)
  return { value, signal: mean(value, 9) }
})
