// Agents at full speed: events a second with 200 and 1,000 agents, simulated hours a real second, and the heap over 24 simulated hours.
// An event is one appointment in the timetable (an agent looks and acts, a rumour, a minute). What ABIDES counts as messages are also orders, their
// acknowledgements and fills: `messages` adds every public trade (twice: both sides hear it) and every change of a price level.
import { setFlagsFromString } from 'node:v8'
import { createSimulation, defaultMarkets, defaultPopulation, type Micros } from '../src/index.ts'

setFlagsFromString('--expose-gc')
const start = 1_700_000_040_000_000 as Micros
const hours = Number(process.env['BENCH_HOURS'] ?? 2)

function heapMegabytes(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

function measure(agents: number, simulatedHours: number): void {
  const simulation = createSimulation({ seed: 1, startTime: start, instruments: defaultMarkets, population: defaultPopulation(agents) })
  let messages = 0
  simulation.venue.observe({
    onTrade: () => {
      messages += 2
    },
    onLevel: () => {
      messages += 1
    },
  })
  const warmUp = 10 * 60
  simulation.advance((start + warmUp * 1e6) as Micros)
  const [ticks, before] = [simulation.ticks, messages]
  const heap = heapMegabytes()
  const cpu = process.cpuUsage()
  const began = performance.now()
  for (let minute = 1; minute <= simulatedHours * 60; minute += 1) simulation.advance((start + (warmUp + minute * 60) * 1e6) as Micros)
  const seconds = (performance.now() - began) / 1000
  const used = process.cpuUsage(cpu)
  const events = simulation.ticks - ticks
  console.log(
    `${agents} agents, ${simulatedHours} h: ${(events / seconds).toFixed(0)} events/s, ${((events + messages - before) / seconds).toFixed(0)} messages/s, ` +
      `${(simulatedHours / seconds).toFixed(3)} simulated hours/s, ${((used.user + used.system) / 1000 / (simulatedHours * 60)).toFixed(2)} ms of processor a minute, ` +
      `heap ${heap.toFixed(0)} -> ${heapMegabytes().toFixed(0)} MB`,
  )
}

measure(200, hours)
measure(1000, Math.max(0.25, hours / 4))
if (process.env['BENCH_DAY'] === '1') measure(200, 24)
