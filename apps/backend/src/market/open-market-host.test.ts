import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { readConfig } from '../config/config.ts'
import { openMarketFiles } from './market-files.ts'
import type { AgentMinds } from './minds/agent-minds.ts'
import { openMarketHost } from './open-market-host.ts'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const market = { ...marketConfig(), seed: 7, agents: 40, historyMinutes: 0 }

function marketConfig() {
  const config = readConfig({}, undefined, 2)
  if (!config.ok) throw new Error(config.message)
  return config.config.market
}

async function openHost(folder?: string) {
  const dataFolder = folder ?? (await mkdtemp(join(tmpdir(), 'strategraph-host-')))
  cleanups.push(() => rm(dataFolder, { recursive: true, force: true }))
  const problems: unknown[] = []
  let failure: Error | undefined
  const minds: AgentMinds = {
    open: 0,
    think() {},
    giveUp() {
      if (failure !== undefined) throw failure
    },
    stop() {},
  }
  const host = await openMarketHost({
    config: market,
    files: await openMarketFiles(dataFolder),
    openMinds: () => minds,
    now: () => Date.now(),
    onProblem: (cause) => problems.push(cause),
  })
  cleanups.push(() => host.close())
  return { host, dataFolder, problems, failWith: (cause: Error | undefined) => (failure = cause) }
}

it('stands until it is told to begin, then comes to the present', async () => {
  const { host } = await openHost()
  const { time } = host.status()
  await new Promise((done) => setTimeout(done, 50))
  expect(host.status()).toMatchObject({ time, ticks: 0 })
  host.begin()
  await vi.waitFor(() => expect(host.status().ticks).toBeGreaterThan(0), 10_000)
})

it('a market that failed is paused and says so, cannot be moved or kept, and does not take the place of the last good state', async () => {
  const first = await openHost()
  first.host.begin()
  await first.host.step(20)
  const good = first.host.status()
  await first.host.close()
  const { host, problems, failWith } = await openHost(first.dataFolder)
  host.begin()
  const cause = new Error('broken')
  failWith(cause)
  const refused = { status: 409, code: 'MARKET_FAILED' }
  await expect(host.step(20)).rejects.toMatchObject(refused)
  expect(problems).toEqual([cause])
  expect(host.status().state).toBe('paused')
  expect(host.events(0, 100).at(-1)).toMatchObject({ title: 'The market stopped' })
  expect(() => host.resume()).toThrow(expect.objectContaining(refused))
  await expect(host.step(1)).rejects.toMatchObject(refused)
  await expect(host.saveCheckpoint('of a failure')).rejects.toMatchObject(refused)
  await host.close()
  const { host: third } = await openHost(first.dataFolder)
  expect(third.status()).toMatchObject({ time: good.time, ticks: good.ticks })
})

it('after a failure a reset is a market as any other', async () => {
  const { host, failWith } = await openHost()
  host.begin()
  failWith(new Error('broken'))
  await expect(host.step(20)).rejects.toThrow('failed')
  failWith(undefined)
  await host.reset({ seed: 3 })
  await host.step(5)
  expect(host.status()).toMatchObject({ seed: 3, state: 'paused' })
  expect(host.status().ticks).toBeGreaterThan(0)
})
