import { nodeContract } from '@strategraph/test-kit'
import { goldenColumns } from '../../testing/golden.ts'
import { aroon } from './aroon.ts'

nodeContract(aroon)
goldenColumns(aroon, { columns: { up: 'aroon14_up', down: 'aroon14_down', oscillator: 'aroonosc14' } })
