import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { ichimoku } from './ichimoku.ts'

nodeContract(ichimoku)
goldenColumns(ichimoku, {
  columns: {
    conversion: 'ichimoku_tenkan9',
    base: 'ichimoku_kijun26',
    spanA: 'ichimoku_spanA_unshifted',
    spanB: 'ichimoku_spanB52_unshifted',
  },
})
