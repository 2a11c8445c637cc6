import type { MarketMode } from '@strategraph/market-sim'
import type { Exchange } from '../exchange.ts'
import { modeOf } from '../trading/market-modes.ts'

/** The exchange as a whole: what all its markets have in common, else online. */
export function systemStatus(exchange: Exchange): MarketMode {
  const modes = new Set(exchange.pairs.pairs.map((pair) => modeOf(exchange, pair)))
  const [mode = 'online'] = modes
  return modes.size === 1 ? mode : 'online'
}
