import type { RunningMarket } from './running-market.ts'

/** Exchanges of this server itself: nothing of them is a real market. */
export interface OwnExchanges {
  /** The running market, asked directly: a run follows it at any speed. */
  readonly simulator: RunningMarket
  /** Base of the sandbox's REST API, where the server listens; undefined before that. */
  readonly sandboxUrl: () => string | undefined
}

/** Names under which a feed finds them, where other feeds name an exchange of ccxt. */
const ownNames: readonly string[] = ['simulator', 'sandbox']
export const isOwnExchange = (exchange: string): boolean => ownNames.includes(exchange)
