import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { heikinAshi } from './heikin-ashi.ts'

nodeContract(heikinAshi)
goldenColumns(heikinAshi, { columns: { open: 'ha_open', high: 'ha_high', low: 'ha_low', close: 'ha_close' } })
