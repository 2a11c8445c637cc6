import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { tema } from './tema.ts'

nodeContract(tema)
goldenColumns(tema, { config: { period: 20 }, columns: { value: 'tema20' } })
