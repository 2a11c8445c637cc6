import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { adx } from './adx.ts'

nodeContract(adx)
goldenColumns(adx, { columns: { adx: 'adx14', plusDi: 'plus_di14', minusDi: 'minus_di14', dx: 'dx14', adxr: 'adxr14' } })
