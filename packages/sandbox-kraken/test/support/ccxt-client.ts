import ccxt, { type kraken, type pro } from 'ccxt'
import type { CreatedAccount } from '../../src/index.ts'
import type { TestExchange } from './test-exchange.ts'

const urlsOf = ({ served: { url, socketUrl } }: TestExchange) => ({
  api: { public: url, private: url, ws: { public: socketUrl, private: socketUrl, publicV2: socketUrl, privateV2: socketUrl } },
})

/** Unmodified ccxt; only its base URLs are ours. */
export function ccxtClient(exchange: TestExchange, account?: CreatedAccount): kraken {
  return new ccxt.kraken({ ...keys(account), enableRateLimit: false, urls: urlsOf(exchange) })
}

export async function ccxtProClient(exchange: TestExchange, account?: CreatedAccount): Promise<InstanceType<typeof pro.kraken>> {
  const client = new ccxt.pro.kraken({ ...keys(account), enableRateLimit: false, urls: urlsOf(exchange) })
  // Without it ccxt refuses ws:// addresses.
  await client.loadHttpProxyAgent()
  return client
}

const keys = (account: CreatedAccount | undefined) => (account === undefined ? {} : { apiKey: account.key, secret: account.secret })
