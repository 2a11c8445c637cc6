import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * How long the server takes to answer `GET /state` while its market of 200 agents works as hard as it can, in a process of its own: at real
 * time, as fast as the machine, and so with models that think for 20 s and a client that wants every frame. Then 24 hours of market at full
 * speed: does memory grow? Arguments: seconds per measurement (default 20), hours (default 24).
 */
const seconds = Number(process.argv[2] ?? 20)
const hours = Number(process.argv[3] ?? 24)
const main = resolve(import.meta.dirname, '../src/main.ts')

const folder = await mkdtemp(join(tmpdir(), 'strategraph-bench-'))
// A model that is slow and then says nothing of use.
const model = createServer((_, response) => {
  setTimeout(() => response.writeHead(500).end('{}'), 20_000).unref()
}).listen(0, '127.0.0.1')
await once(model, 'listening')
const modelAddress = model.address()
const modelPort = typeof modelAddress === 'object' && modelAddress !== null ? modelAddress.port : 0
await writeFile(
  join(folder, 'config.json'),
  JSON.stringify({
    examples: false,
    logLevel: 'error',
    llm: { anthropicApiKey: 'nobody', anthropicBaseUrl: `http://127.0.0.1:${modelPort}` },
    market: { agents: 200, llm: { callsPerHour: 100_000, timeoutSeconds: 30 } },
  }),
)

const began = performance.now()
const child = spawn(process.execPath, [main], {
  env: { ...process.env, PORT: '0', STRATEGRAPH_DATA: folder },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = await firstLine(child)
console.log(`server with market ready after ${((performance.now() - began) / 1000).toFixed(2)} s`)
const { port, hash } = new URL(url)
const agent = new Agent({ keepAlive: true })
const cookie = await login(hash.replace('#token=', ''))

try {
  await call('POST', '/api/market/speed', { speed: 1 })
  await settled()
  report('real time', await measure())
  await call('POST', '/api/market/speed', { speed: null })
  report('as fast as the machine', await measure())
  const watcher = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { cookie, origin: `http://127.0.0.1:${port}` } } as never)
  watcher.addEventListener('open', () => {
    watcher.send(
      JSON.stringify({
        type: 'subscribe',
        channels: ['book', 'trades', 'candle', 'agents', 'decisions', 'events'],
        symbol: 'BTC/USD',
        depth: 100,
      }),
    )
  })
  await call('POST', '/api/market/reset', {
    population: [
      { persona: 'market-maker', count: 24 },
      { persona: 'noise', count: 100 },
      { persona: 'value-investor', count: 40 },
      { persona: 'momentum', count: 20 },
      { persona: 'llm-trader', count: 16, parameters: { wakeSeconds: 1, timeoutSeconds: 86_400 } },
    ],
  })
  await call('POST', '/api/market/speed', { speed: 1000 })
  report('at most 1000 x, with 16 models that think for 20 s, all frames watched', await measure())
  await call('POST', '/api/market/speed', { speed: null })
  watcher.close()
  await call('POST', '/api/market/reset', { seed: 2 })
  await watchMemory()
} finally {
  child.kill('SIGTERM')
  await once(child, 'exit')
  model.closeAllConnections()
  model.close()
  agent.destroy()
  await rm(folder, { recursive: true, force: true })
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of stdout ?? []) {
    text += String(chunk)
    const found = /http:\S+/.exec(text)
    if (found !== null) return found[0]
  }
  throw new Error('the server did not start')
}

interface Answer {
  readonly status: number
  readonly text: string
  readonly setCookie: string
  readonly ms: number
}

function send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: object): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = performance.now()
    const json = body === undefined ? undefined : JSON.stringify(body)
    const options = {
      host: '127.0.0.1',
      port,
      path,
      method,
      agent,
      headers: { ...headers, origin: `http://127.0.0.1:${port}`, ...(json === undefined ? {} : { 'content-type': 'application/json' }) },
    }
    const asked = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          text,
          setCookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
          ms: performance.now() - sent,
        }),
      )
    })
    asked.on('error', reject)
    asked.end(json)
  })
}

async function login(token: string): Promise<string> {
  const { setCookie, status } = await send('POST', '/api/session', {}, { token })
  if (status !== 200) throw new Error(`no session: ${status}`)
  return setCookie
}

async function call(method: string, path: string, body?: object): Promise<Answer> {
  const answer = await send(method, path, { cookie }, body)
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
  return answer
}

interface Status {
  readonly measuredSpeed: number
  readonly time: number
  readonly openAsks: number
}

async function status(): Promise<Status> {
  return JSON.parse((await call('GET', '/api/market')).text)
}

/** Until the market has come to the present, or given that up. */
async function settled(): Promise<void> {
  for (let now = await status(); now.time < Date.now() - 5000 && now.measuredSpeed !== 1; now = await status()) {
    await new Promise((done) => setTimeout(done, 200))
  }
}

async function measure() {
  const times: number[] = []
  let openAsks = 0
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    const answer = await call('GET', '/state')
    times.push(answer.ms)
    openAsks = Math.max(openAsks, openIn(answer.text))
    await new Promise((done) => setTimeout(done, 5))
  }
  return { times: times.toSorted((a, b) => a - b), ...(await status()), openAsks }
}

function openIn(state: string): number {
  const { status: now }: { status: Status } = JSON.parse(state)
  return now.openAsks
}

function report(what: string, { times, measuredSpeed, openAsks }: Awaited<ReturnType<typeof measure>>): void {
  const at = (share: number) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN).toFixed(1)
  console.log(
    `${what}: ${times.length} answers of /state, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms; ` +
      `market at ${measuredSpeed.toFixed(0)} x real time, at most ${openAsks} questions open`,
  )
}

async function watchMemory(): Promise<void> {
  const { time } = await status()
  for (let hour = 0; hour <= hours; hour += Math.max(1, hours / 6)) {
    for (let now = time; now < time + hour * 3_600_000; now = (await status()).time) await new Promise((done) => setTimeout(done, 200))
    const memory = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => ''))?.[1]
    console.log(`${hour} h of market: ${memory === undefined ? 'unknown' : Math.round(Number(memory) / 1024)} MB`)
  }
}
