import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { realizedVolatility } from './realized-volatility.ts'

nodeContract(realizedVolatility)
goldenColumns(realizedVolatility, { columns: { value: 'realvol20' } })
