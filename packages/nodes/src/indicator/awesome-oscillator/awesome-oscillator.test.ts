import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { awesomeOscillator } from './awesome-oscillator.ts'

nodeContract(awesomeOscillator)
// The difference of two averages of 40,000 keeps about 10 digits after the point in either program.
goldenColumns(awesomeOscillator, { columns: { value: 'ao_5_34' }, noise: 1e-9 })
