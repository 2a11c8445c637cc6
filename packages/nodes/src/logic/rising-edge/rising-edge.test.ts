import { nodeContract } from '@strategraph/test-kit'
import { risingEdge } from './rising-edge.ts'

nodeContract(risingEdge)
