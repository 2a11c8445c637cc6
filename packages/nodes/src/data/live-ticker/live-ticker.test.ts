import { nodeContract } from '@strategraph/test-kit'
import { liveTicker } from './live-ticker.ts'

nodeContract(liveTicker)
