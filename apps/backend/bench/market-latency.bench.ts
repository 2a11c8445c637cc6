import { loadavg } from 'node:os'
import { type MarketServer, startMarketServer } from './latency/market-server.ts'
import { waitForCore } from './latency/wait-for-core.ts'

/**
 * How long the server takes to answer while its market of 200 agents runs: at real time with 16 models that think for 20 s each; so at 1,000 times real
 * time with a client that wants every frame; as fast as the machine. Then 24 hours of market at full speed: does the process grow? Arguments: seconds per
 * measurement (default 25), hours (default 24).
 *
 * On a busy machine an answer also waits until server and client get a core. The system counts that for each of them; without the longer of both waits
 * (they may overlap, so this takes away too little rather than too much) it is the time that the server itself needs, which has to be under 20 ms.
 */
const paths = [
  '/state',
  '/health',
  '/api/market/agents',
  '/api/market/decisions?limit=200',
  '/api/market/candles?symbol=BTC/USD&limit=500',
] as const
const windows = 5
const goalMs = 20
const population = [
  { persona: 'market-maker', count: 24 },
  { persona: 'noise', count: 100 },
  { persona: 'value-investor', count: 40 },
  { persona: 'momentum', count: 20 },
  { persona: 'llm-trader', count: 16, parameters: { wakeSeconds: 1, timeoutSeconds: 86_400 } },
]

const [, , seconds = '25', hours = '24'] = process.argv
await measureAll(Number(seconds), Number(hours))

async function measureAll(secondsEach: number, marketHours: number): Promise<void> {
  const began = performance.now()
  const server = await startMarketServer()
  console.log(
    `load average ${loadavg()[0]?.toFixed(1)}; server with market ready after ${((performance.now() - began) / 1000).toFixed(2)} s`,
  )
  const measure = async (what: string) => report(what, await sample(server, secondsEach))
  try {
    await server.call('POST', '/api/market/reset', { population })
    await server.call('POST', '/api/market/speed', { speed: 1 })
    await settled(server)
    await measure('real time, 16 models that think for 20 s')
    const watcher = server.watch('BTC/USD')
    await server.call('POST', '/api/market/speed', { speed: 1000 })
    await measure('at most 1000 x, 16 models that think for 20 s, all frames watched')
    watcher.close()
    await server.call('POST', '/api/market/reset', { seed: 2 })
    await server.call('POST', '/api/market/speed', { speed: null })
    await measure('as fast as the machine, rule agents alone')
    await watchMemory(server, marketHours)
  } finally {
    await server.stop()
  }
}

interface Status {
  readonly measuredSpeed: number
  readonly time: number
  readonly openAsks: number
}

async function statusOf(server: MarketServer): Promise<Status> {
  return JSON.parse((await server.call('GET', '/api/market')).text)
}

/** Until the market has come to the present, or given that up. */
async function settled(server: MarketServer): Promise<void> {
  for (let now = await statusOf(server); now.time < Date.now() - 5000 && now.measuredSpeed !== 1; now = await statusOf(server))
    await pause(200)
}

interface Sample {
  readonly time: number
  readonly path: string
  readonly ms: number
  /** Without waits for a core. */
  readonly ownMs: number
}

async function sample(server: MarketServer, secondsEach: number) {
  const samples: Sample[] = []
  let openAsks = 0
  const begin = performance.now()
  while (performance.now() < begin + secondsEach * 1000) {
    for (const path of paths) {
      const time = (performance.now() - begin) / 1000 / secondsEach
      const before = [waitForCore(server.pid), waitForCore(process.pid)] as const
      const { ms } = await server.call('GET', path)
      const waited = Math.max(waitForCore(server.pid) - before[0], waitForCore(process.pid) - before[1])
      samples.push({ time, path, ms, ownMs: Math.max(0, ms - waited) })
      await pause(3)
    }
    openAsks = Math.max(openAsks, (await statusOf(server)).openAsks)
  }
  return { samples, openAsks, measuredSpeed: (await statusOf(server)).measuredSpeed }
}

function report(what: string, { samples, openAsks, measuredSpeed }: Awaited<ReturnType<typeof sample>>): void {
  console.log(
    `\n${what}: market at ${measuredSpeed.toFixed(0)} x real time, at most ${openAsks} questions open; load average ${loadavg()[0]?.toFixed(1)}`,
  )
  for (const path of paths) {
    const own = samples.filter((one) => one.path === path)
    console.log(
      `  ${path.padEnd(45)} ${summary(own.map(({ ms }) => ms))}; without waits for a core ${summary(own.map(({ ownMs }) => ownMs))}`,
    )
  }
  const each = Array.from({ length: windows }, (_, index) =>
    at(
      samples.filter(({ time }) => Math.floor(Math.min(0.999, time) * windows) === index).map(({ ownMs }) => ownMs),
      0.99,
    ),
  ).toSorted((a, b) => a - b)
  const middle = each[windows >> 1] ?? Number.NaN
  console.log(
    `  ${samples.length} answers, p99 of each fifth of the time ${each.map((ms) => ms.toFixed(1)).join(', ')} ms: the median ${middle < goalMs ? 'is' : 'is NOT'} under ${goalMs} ms`,
  )
}

function summary(times: readonly number[]): string {
  return `p50 ${at(times, 0.5).toFixed(1)}, p99 ${at(times, 0.99).toFixed(1)}, longest ${Math.max(...times).toFixed(1)} ms`
}

function at(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
}

async function watchMemory(server: MarketServer, hours: number): Promise<void> {
  const { time } = await statusOf(server)
  const sizes: string[] = []
  for (let hour = 0; hour <= hours; hour += Math.max(1, hours / 6)) {
    while ((await statusOf(server)).time < time + hour * 3_600_000) await pause(200)
    sizes.push(`${hour} h ${await server.memory()}`)
  }
  console.log(`\nresident memory in MB after so much market at full speed: ${sizes.join(', ')}`)
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms)
  })
}
