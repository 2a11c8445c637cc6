import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { balanceOfPower } from './balance-of-power.ts'

nodeContract(balanceOfPower)
goldenColumns(balanceOfPower, { columns: { value: 'bop' } })
