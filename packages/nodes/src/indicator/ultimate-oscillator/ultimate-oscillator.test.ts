import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { ultimateOscillator } from './ultimate-oscillator.ts'

nodeContract(ultimateOscillator)
goldenColumns(ultimateOscillator, { columns: { value: 'ultosc' } })
