import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { accumulationDistribution } from './accumulation-distribution.ts'

nodeContract(accumulationDistribution)
goldenColumns(accumulationDistribution, { columns: { line: 'ad' } })
// The oscillator is a small difference of running totals, of which the reference keeps about 12 digits after the point.
goldenColumns(accumulationDistribution, { columns: { oscillator: 'adosc_3_10' }, noise: 1e-10 })
