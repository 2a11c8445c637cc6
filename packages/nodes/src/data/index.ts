import { liveTicker } from './live-ticker/live-ticker.ts'
import { marketFeed } from './market-feed/market-feed.ts'

export const dataNodes = [marketFeed, liveTicker]
