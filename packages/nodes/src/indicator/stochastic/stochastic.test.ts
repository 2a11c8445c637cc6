import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { stochastic } from './stochastic.ts'

nodeContract(stochastic)
goldenColumns(stochastic, { columns: { k: 'stoch_slowk', d: 'stoch_slowd' } })
goldenColumns(stochastic, { config: { smoothing: 1 }, columns: { k: 'stochf_k', d: 'stochf_d' } })
