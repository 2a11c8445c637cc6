import { nodeContract } from '@strategraph/test-kit'
import { marketFeed } from './market-feed.ts'

nodeContract(marketFeed)
