import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { linearRegression } from './linear-regression.ts'

nodeContract(linearRegression)
goldenColumns(linearRegression, { columns: { value: 'linearreg14', start: 'linearreg_intercept14', forecast: 'tsf14' } })
// A slope next to 0 is a difference of sums of 10^7: the reference keeps 11 digits of it.
goldenColumns(linearRegression, { columns: { slope: 'linearreg_slope14' }, noise: 1e-10 })
