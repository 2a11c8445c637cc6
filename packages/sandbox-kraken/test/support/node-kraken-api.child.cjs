// Runs the unmodified client in a process of its own and prints what it got.
const { Kraken } = require('node-kraken-api')

const { SANDBOX_KEY: key, SANDBOX_SECRET: secret } = process.env

async function main() {
  const kraken = new Kraken({ key, secret, timeout: 10_000 })
  const results = {}
  const step = async (name, call) => {
    results[name] = await call()
  }
  await step('time', () => kraken.time())
  await step('status', () => kraken.systemStatus())
  await step('assets', () => kraken.assets())
  await step('pairs', () => kraken.assetPairs({ pair: 'XBTUSD' }))
  await step('ticker', () => kraken.ticker({ pair: 'XBTUSD' }))
  await step('ohlc', () => kraken.ohlc({ pair: 'XBTUSD' }))
  await step('depth', () => kraken.depth({ pair: 'XBTUSD', count: 3 }))
  await step('trades', () => kraken.trades({ pair: 'XBTUSD' }))
  await step('spread', () => kraken.spread({ pair: 'XBTUSD' }))
  await step('balance', () => kraken.balance())
  await step('tradeBalance', () => kraken.tradeBalance({ asset: 'ZUSD' }))
  const limit = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.01', userref: 4 }
  await step('placed', () => kraken.addOrder(limit))
  await step('stop', () => kraken.addOrder({ pair: 'XBTUSD', type: 'sell', ordertype: 'stop-loss-limit', price: '50000', price2: '49000', volume: '0.01' }))
  await step('open', () => kraken.openOrders({ trades: true }))
  await step('canceled', () => kraken.cancelOrder({ txid: results.placed.txid[0] }))
  await step('bought', () => kraken.addOrder({ pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.02' }))
  await step('closed', () => kraken.closedOrders())
  await step('queried', () => kraken.queryOrders({ txid: results.placed.txid[0] }))
  await step('history', () => kraken.tradesHistory())
  await step('queriedTrades', () => kraken.queryTrades({ txid: Object.keys(results.history.trades)[0] }))
  await step('ledgers', () => kraken.ledgers())
  await step('queriedLedgers', () => kraken.queryLedgers({ id: Object.keys(results.ledgers.ledger)[0] }))
  await step('volume', () => kraken.tradeVolume({ pair: 'XBTUSD' }))
  await step('positions', () => kraken.openPositions())
  await step('token', () => kraken.getWebSocketsToken())
  await step('after', () => kraken.cancelAllOrdersAfter({ timeout: 60 }))
  await step('all', () => kraken.cancelAll())
  await step('refused', () => kraken.addOrder({ ...limit, volume: '100' }).catch((error) => error.message))
  process.stdout.write(JSON.stringify(results))
  process.exit(0)
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
