import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { priceOscillator } from './price-oscillator.ts'

nodeContract(priceOscillator)
goldenColumns(priceOscillator, { columns: { absolute: 'apo_12_26_ema', percent: 'ppo_12_26_ema' } })
