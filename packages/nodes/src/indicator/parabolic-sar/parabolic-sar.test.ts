import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { parabolicSar } from './parabolic-sar.ts'

nodeContract(parabolicSar)
goldenColumns(parabolicSar, { columns: { value: 'sar' } })
