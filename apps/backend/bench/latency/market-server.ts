import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Answer, httpClient } from './http-client.ts'

const main = resolve(import.meta.dirname, '../../src/main.ts')
const thinkingMs = 20_000

/** The product's server with a market of 200 agents in a process of its own, and a model beside it that thinks for 20 s and then says nothing of use. */
export async function startMarketServer() {
  const folder = await mkdtemp(join(tmpdir(), 'strategraph-bench-'))
  const model = createServer((_, response) => {
    setTimeout(() => response.writeHead(500).end('{}'), thinkingMs).unref()
  }).listen(0, '127.0.0.1')
  await once(model, 'listening')
  const address = model.address()
  const modelPort = typeof address === 'object' && address !== null ? address.port : 0
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({
      examples: false,
      logLevel: 'error',
      llm: { anthropicApiKey: 'nobody', anthropicBaseUrl: `http://127.0.0.1:${modelPort}` },
      market: { agents: 200, llm: { callsPerHour: 100_000, timeoutSeconds: 30 } },
    }),
  )
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, PORT: '0', STRATEGRAPH_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { port, hash } = new URL(await firstLink(child))
  const client = httpClient(Number(port))
  const { setCookie: cookie, status } = await client.send('POST', '/api/session', {}, { token: hash.replace('#token=', '') })
  if (status !== 200) throw new Error(`no session: ${status}`)

  return {
    pid: child.pid ?? 0,
    async call(method: string, path: string, body?: object): Promise<Answer> {
      const answer = await client.send(method, path, { cookie }, body)
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
      return answer
    },
    /** One who wants every frame of a market and reads it. */
    watch(symbol: string): WebSocket {
      const socket = new WebSocket(`${client.origin.replace('http', 'ws')}/ws`, { headers: { cookie, origin: client.origin } } as never)
      const channels = ['book', 'trades', 'candle', 'agents', 'decisions', 'events']
      socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'subscribe', channels, symbol, depth: 100 })))
      return socket
    },
    /** Resident, megabytes. */
    async memory(): Promise<number> {
      const text = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1]) / 1024)
    },
    async stop(): Promise<void> {
      child.kill('SIGTERM')
      await once(child, 'exit')
      model.closeAllConnections()
      model.close()
      client.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type MarketServer = Awaited<ReturnType<typeof startMarketServer>>

async function firstLink({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of stdout ?? []) {
    text += String(chunk)
    const found = /http:\S+/.exec(text)
    if (found !== null) return found[0]
  }
  throw new Error('the server did not start')
}
