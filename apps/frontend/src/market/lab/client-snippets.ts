/** What a client has to know of a test account. */
export interface ClientAccess {
  readonly key: string
  readonly secret: string
  /** Without `/0`: clients add it. */
  readonly restUrl: string
  /** Version 2, public and private. */
  readonly wsUrl: string
}

export const snippetKinds = [
  { id: 'javascript', label: 'ccxt, JavaScript' },
  { id: 'python', label: 'ccxt, Python' },
  { id: 'streams', label: 'ccxt streams' },
] as const
export type SnippetKind = (typeof snippetKinds)[number]['id']

/** Ready to be pasted: an unmodified client against the sandbox, only the addresses are other ones. */
export function snippetOf(kind: SnippetKind, access: ClientAccess): string {
  if (kind === 'python') return python(access)
  return kind === 'streams' ? streams(access) : javascript(access)
}

const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

const javascript = ({ key, secret, restUrl }: ClientAccess) => `import ccxt from 'ccxt'

const kraken = new ccxt.kraken({
  apiKey: ${text(key)},
  secret: ${text(secret)},
  urls: { api: { public: ${text(restUrl)}, private: ${text(restUrl)} } },
})

console.log(await kraken.fetchBalance())
console.log(await kraken.createOrder('BTC/USD', 'market', 'buy', 0.01))
`

const python = ({ key, secret, restUrl }: ClientAccess) => `import ccxt

kraken = ccxt.kraken({
    'apiKey': ${text(key)},
    'secret': ${text(secret)},
    'urls': {'api': {'public': ${text(restUrl)}, 'private': ${text(restUrl)}}},
})

print(kraken.fetch_balance())
print(kraken.create_order('BTC/USD', 'market', 'buy', 0.01))
`

const streams = ({ key, secret, restUrl, wsUrl }: ClientAccess) => `import ccxt from 'ccxt'

const ws = ${text(wsUrl)}
const kraken = new ccxt.pro.kraken({
  apiKey: ${text(key)},
  secret: ${text(secret)},
  urls: {
    api: {
      public: ${text(restUrl)},
      private: ${text(restUrl)},
      ws: { public: ws, private: ws, publicV2: ws, privateV2: ws },
    },
  },
})
await kraken.loadHttpProxyAgent() // once, for plain ws:// addresses

for (;;) {
  const book = await kraken.watchOrderBook('BTC/USD', 10)
  console.log(book.bids[0], book.asks[0])
}
`
