import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { change } from './change.ts'

nodeContract(change)
goldenColumns(change, { config: { bars: 10, measure: 'percent' }, columns: { value: 'roc10' } })
goldenColumns(change, { config: { bars: 10, measure: 'difference' }, columns: { value: 'mom10' } })
goldenColumns(change, { config: { bars: 1, measure: 'log return' }, columns: { value: 'logret1' } })
