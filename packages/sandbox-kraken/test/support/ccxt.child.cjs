// Runs unmodified ccxt over TLS in a process of its own, which trusts the certificate by NODE_EXTRA_CA_CERTS, and prints what it got.
const { pro } = require('ccxt')

const { SANDBOX_KEY: apiKey, SANDBOX_SECRET: secret, SANDBOX_URL: url, SANDBOX_SOCKET_URL: socket } = process.env
const ws = { public: socket, private: socket, publicV2: socket, privateV2: socket }

async function main() {
  // Kraken has no sandbox of its own: ccxt takes ours by `urls.test`.
  const client = new pro.kraken({ apiKey, secret, enableRateLimit: false, urls: { test: { public: url, private: url, ws } } })
  client.setSandboxMode(true)
  await client.loadMarkets()
  const placed = await client.createOrder('BTC/USD', 'limit', 'buy', 0.01, 50_000)
  // The snapshot: what is open already.
  const snapshot = (await client.watchOrders()).map(({ id }) => id)
  const book = await client.watchOrderBook('BTC/USD')
  const own = await client.createOrderWs('BTC/USD', 'limit', 'buy', 0.02, 50_000)
  const open = (await client.fetchOpenOrders()).map(({ id }) => id)
  process.stdout.write(JSON.stringify({ ids: [placed.id, own.id], open, snapshot, ask: book.asks[0][0] }))
  process.exit(0)
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
