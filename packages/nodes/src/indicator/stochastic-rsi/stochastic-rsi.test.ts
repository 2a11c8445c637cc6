import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { stochasticRsi } from './stochastic-rsi.ts'

nodeContract(stochasticRsi)

// Of a market that stands still the reference values are magnified rounding noise (ours are 0), so only the lively one is compared;
// there 0 is sometimes written as -1e-13.
const lively = { series: ['kraken_btcusd_1h_2021'], noise: 1e-9 } as const
goldenColumns(stochasticRsi, { ...lively, columns: { k: 'stochrsi_14_14_3_k', d: 'stochrsi_14_14_3_d' } })
goldenColumns(stochasticRsi, { ...lively, config: { window: 5 }, columns: { k: 'stochrsi_14_5_3_k', d: 'stochrsi_14_5_3_d' } })
