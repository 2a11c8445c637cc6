import { spawnSync } from 'node:child_process'
import { loadavg } from 'node:os'
import { createSimulation, defaultMarkets, defaultPopulation, type Micros, type Simulation } from '../src/index.ts'
import { countMessages } from './agents/count-messages.ts'

/**
 * The market of the product (three instruments, its mix of rule agents) as fast as one core goes: messages a second, counted as ABIDES counts them (see
 * count-messages.ts), and simulated hours a second, with 200 and 1,000 agents; processor time of the simulating thread, fresh processes that alternate,
 * after ten minutes of market to warm up. Then the heap over 24 hours of market with 200 agents. ABIDES: rmsc04 with 1,000 noise agents gave 51,000
 * messages a second on a machine of this kind (see docs/performance.md).
 */
const processes = 5
const abides = 51_000
const start = 1_700_000_040_000_000
const warmUpMinutes = 10
const dayHours = 24
const plans = [
  { agents: 200, minutes: 120 },
  { agents: 1000, minutes: 30 },
] as const

interface Run {
  readonly milliseconds: number
  readonly ticks: number
  readonly messages: number
}

const [, , task, agents = '', minutes = ''] = process.argv
if (task === 'time') console.log(JSON.stringify(time(Number(agents), Number(minutes))))
else if (task === 'day') watchMemory(Number(agents))
else compare()

function open(count: number): Simulation {
  return createSimulation({ seed: 1, startTime: start as Micros, instruments: defaultMarkets, population: defaultPopulation(count) })
}

function advance(simulation: Simulation, fromMinute: number, toMinute: number): void {
  for (let minute = fromMinute + 1; minute <= toMinute; minute += 1) simulation.advance((start + minute * 60_000_000) as Micros)
}

function time(count: number, wanted: number): Run {
  const simulation = open(count)
  advance(simulation, 0, warmUpMinutes)
  const before = simulation.ticks
  const { user, system } = process.threadCpuUsage()
  advance(simulation, warmUpMinutes, warmUpMinutes + wanted)
  const used = process.threadCpuUsage({ user, system })
  const ticks = simulation.ticks - before

  const heard = open(count)
  const messages = countMessages(heard)
  advance(heard, 0, warmUpMinutes)
  const messagesBefore = messages()
  advance(heard, warmUpMinutes, warmUpMinutes + wanted)
  if (heard.ticks !== simulation.ticks) throw new Error('the run that was counted is not the run that was timed')
  return { milliseconds: (used.user + used.system) / 1000, ticks, messages: ticks + messages() - messagesBefore }
}

function compare(): void {
  const runs = plans.map((plan) => ({ ...plan, own: [] as Run[] }))
  for (let round = 0; round < processes; round += 1) {
    for (const { agents: count, minutes: wanted, own } of runs) {
      own.push(JSON.parse(inFreshProcess('time', String(count), String(wanted))))
    }
  }
  console.log(`load average ${loadavg()[0]?.toFixed(1)}; medians of ${processes} processes each`)
  for (const { agents: count, minutes: wanted, own } of runs) {
    const sorted = own.toSorted((a, b) => a.milliseconds - b.milliseconds)
    const { milliseconds, ticks, messages } = sorted[processes >> 1] ?? { milliseconds: Number.NaN, ticks: 0, messages: 0 }
    const perSecond = (messages / milliseconds) * 1000
    console.log(
      `${count} agents, ${wanted} minutes: ${millions(perSecond)} M messages/s, ${(perSecond / abides).toFixed(1)} x ABIDES; ` +
        `with a question and an answer for each wake-up ${millions(((messages + 2 * ticks) / milliseconds) * 1000)} M; ` +
        `${millions((ticks / milliseconds) * 1000)} M wake-ups/s; ${(wanted / 60 / (milliseconds / 1000)).toFixed(2)} simulated hours/s, ` +
        `${(milliseconds / wanted).toFixed(2)} ms a market minute (each process: ${sorted.map((run) => (run.milliseconds / wanted).toFixed(2)).join(' ')})`,
    )
  }
  console.log(inFreshProcess('day', '200').trimEnd())
}

function inFreshProcess(...words: readonly string[]): string {
  const child = spawnSync(process.execPath, [...process.execArgv, import.meta.filename, ...words], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return child.stdout
}

function watchMemory(count: number): void {
  const simulation = open(count)
  const heaps: string[] = []
  for (let hour = 4; hour <= dayHours; hour += 4) {
    advance(simulation, (hour - 4) * 60, hour * 60)
    globalThis.gc?.()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    heaps.push(`${hour} h ${((heapUsed + arrayBuffers) / 2 ** 20).toFixed(1)}`)
  }
  console.log(`${count} agents, heap and columns in MB after garbage collection: ${heaps.join(', ')}`)
}

function millions(value: number): string {
  return (value / 1_000_000).toFixed(2)
}
