import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { ema } from './ema.ts'

nodeContract(ema)
goldenColumns(ema, { config: { period: 20 }, columns: { value: 'ema20' } })
goldenColumns(ema, { config: { period: 50 }, columns: { value: 'ema50' } })
