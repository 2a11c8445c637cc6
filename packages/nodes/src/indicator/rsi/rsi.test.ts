import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { rsi } from './rsi.ts'

nodeContract(rsi)
goldenColumns(rsi, { config: { period: 14 }, columns: { value: 'rsi14' } })
