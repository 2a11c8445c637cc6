import { createSimulation, type Micros, type Simulation } from '@strategraph/market-sim'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandboxKraken, type SandboxKraken, serveSandbox, type ServedSandbox, simulationMarket } from '../src/index.ts'
import { callPublic, onChannel, rawClient, rawSocket } from './support/raw-client.ts'
import { instruments } from './support/test-exchange.ts'

const startTime = 1_800_000_000_000_000 as Micros
const [bitcoin] = instruments

function openMarket(): Simulation {
  const simulation = createSimulation({
    seed: 7,
    startTime,
    instruments: [{ instrument: bitcoin!, startPrice: 60_000, annualVolatility: 0.6, volumePerMinute: 4 }],
    population: [
      { persona: 'market-maker', count: 3 },
      { persona: 'noise', count: 20 },
    ],
  })
  simulation.advance((startTime + 600_000_000) as Micros)
  return simulation
}

let sandbox: SandboxKraken
let served: ServedSandbox
afterEach(async () => {
  sandbox.close()
  await served.close()
})

describe('over a market full of agents', () => {
  it('shows its history on its clock, trades through its door, and streams while it goes on', async () => {
    const simulation = openMarket()
    const inputs: string[] = []
    simulation.onInput((input) => inputs.push(input.type === 'command' ? input.name : input.type))
    sandbox = createSandboxKraken({ market: simulationMarket(simulation), limits: 'off' })
    served = await serveSandbox(sandbox)
    const candles = (await callPublic(served.url, 'OHLC', 'pair=XBTUSD&interval=1')).result.XXBTZUSD
    expect(candles.length).toBeGreaterThanOrEqual(8)
    expect(candles[0][0]).toBeGreaterThanOrEqual(1_800_000_000)
    expect(Number((await callPublic(served.url, 'Ticker', 'pair=XBTUSD')).result.XXBTZUSD.v[1])).toBeGreaterThan(0)
    expect((await callPublic(served.url, 'OHLC', 'pair=XBTUSD&interval=21600')).result.XXBTZUSD).toHaveLength(1)

    const account = sandbox.createAccount({ name: 'guest' })
    const client = rawClient(served.url, account)
    const { token } = (await client.call('GetWebSocketsToken')).result
    const socket = await rawSocket(served.socketUrl)
    await socket.ask('subscribe', { channel: 'executions', token })
    await socket.ask('subscribe', { channel: 'book', symbol: ['BTC/USD'] })
    const bought = await client.call('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.01' })
    expect(bought.error).toEqual([])
    await socket.take((message) => message.data?.[0]?.exec_type === 'filled')
    expect(inputs).toEqual(['openAccount', 'submit'])
    // Its own records are on the real clock.
    const closed = (await client.call('ClosedOrders')).result.closed[bought.result.txid[0]]
    expect(Math.abs(closed.opentm - Date.now() / 1000)).toBeLessThan(60)
    simulation.advance((startTime + 660_000_000) as Micros)
    expect((await socket.take(onChannel('book', 'update'))).data[0].symbol).toBe('BTC/USD')
    socket.close()
  })
})
