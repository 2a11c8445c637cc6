import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { selfSigned } from './support/certificate.ts'
import { rawSocket } from './support/raw-client.ts'
import { startExchange, traderOf } from './support/test-exchange.ts'

const certificate = selfSigned(['127.0.0.1', 'localhost', 'api.kraken.com', 'ws.kraken.com', 'ws-auth.kraken.com'])
const support = join(import.meta.dirname, 'support')

afterAll(() => certificate?.remove())

describe('over TLS', () => {
  it.skipIf(certificate === undefined)(
    'node-kraken-api does its whole job, its host and port re-routed (skipped without the openssl program)',
    async () => {
      const exchange = await startExchange({ limits: 'off', tls: certificate! })
      const { key, secret } = traderOf(exchange)
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--require', join(support, 'reroute-tls.cjs'), join(support, 'node-kraken-api.child.cjs')],
        {
          cwd: import.meta.dirname,
          env: {
            NODE_EXTRA_CA_CERTS: certificate!.file,
            SANDBOX_PORT: String(exchange.served.port),
            SANDBOX_KEY: key,
            SANDBOX_SECRET: secret,
          },
        },
      )
      const results = JSON.parse(stdout)
      expect(results).toMatchObject({
        status: { status: 'online' },
        pairs: { XXBTZUSD: { wsname: 'XBT/USD' } },
        ticker: { XXBTZUSD: { a: ['60001.00000', '0', '0.99000000'] } },
        balance: { XXBT: '1.0000000000', ZUSD: '100000.0000' },
        placed: { descr: { order: 'buy 0.01000000 XBTUSD @ limit 50000.0' } },
        stop: { descr: { order: 'sell 0.01000000 XBTUSD @ stop loss 50000.0 -> limit 49000.0' } },
        canceled: { count: 1 },
        positions: [],
        token: { expires: 900 },
        all: { count: 1 },
      })
      expect(results.depth.XXBTZUSD.asks).toHaveLength(3)
      expect(results.open.open[results.placed.txid[0]]).toMatchObject({ userref: 4, status: 'open' })
      expect(results.closed.closed[results.bought.txid[0]]).toMatchObject({ status: 'closed', vol_exec: '0.02000000' })
      expect(results.queried[results.placed.txid[0]].status).toBe('canceled')
      expect(results.history.count).toBe(1)
      expect(results.refused).toContain('EOrder:Insufficient funds')
      const socket = await rawSocket(exchange.served.socketUrl)
      expect(await socket.take(() => true)).toMatchObject({ channel: 'status' })
      socket.close()
      await exchange.close()
    },
  )

  it.skipIf(certificate === undefined)('ccxt trades and watches in its sandbox mode, with the certificate trusted', async () => {
    const exchange = await startExchange({ limits: 'off', tls: certificate! })
    const { key, secret } = traderOf(exchange)
    const { url, socketUrl } = exchange.served
    expect([url, socketUrl]).toEqual([expect.stringMatching(/^https:/), expect.stringMatching(/^wss:/)])
    const run = (trusted: Readonly<Record<string, string>>) =>
      promisify(execFile)(process.execPath, [join(support, 'ccxt.child.cjs')], {
        cwd: import.meta.dirname,
        env: { ...trusted, SANDBOX_URL: url, SANDBOX_SOCKET_URL: socketUrl, SANDBOX_KEY: key, SANDBOX_SECRET: secret },
      })
    const results = JSON.parse((await run({ NODE_EXTRA_CA_CERTS: certificate!.file })).stdout)
    expect(results.ask).toBe(60_001)
    expect(results.open).toEqual(expect.arrayContaining(results.ids))
    expect(results.snapshot).toEqual([results.ids[0]])
    await expect(run({})).rejects.toThrow('certificate')
    await exchange.close()
  })
})
