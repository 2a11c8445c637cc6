import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { contenders } from './strategy/contenders.ts'
import { referenceBars } from './strategy/reference-market.ts'
import type { Outcome } from './strategy/reference-strategy.ts'

/**
 * The EMA-cross example as a graph over a million bars, against a hand-written loop and what npm has: medians over fresh processes,
 * contenders taking turns, outcomes compared in the same run. Arguments: bars (default 1,000,000) and processes each (default 5).
 */
const bars = Number(process.argv[2] ?? 1_000_000)
const rounds = Number(process.argv[3] ?? 5)
/** Contenders that take seconds get fewer rounds; said in the table. */
const slow: Readonly<Record<string, number>> = { grademark: 2, 'trading-signals': 3, technicalindicators: 3 }

interface Measurement {
  readonly cold: number
  readonly hot: number
  readonly outcome: Outcome
  readonly peakMegabytes: number
}

referenceBars(bars)
const script = join(import.meta.dirname, 'strategy/run-contender.ts')
const measurements = new Map<string, Measurement[]>(Object.keys(contenders).map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, list] of measurements) {
    if (round >= (slow[name] ?? rounds)) continue
    const child = spawnSync(process.execPath, [...process.execArgv, script, name, String(bars), slow[name] === undefined ? '5' : '1'], {
      encoding: 'utf8',
    })
    if (child.status !== 0) throw new Error(`${name}: ${child.stderr}`)
    list.push(JSON.parse(child.stdout))
  }
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const expected = measurements.get('plain loop')?.[0]?.outcome
const base = median((measurements.get('plain loop') ?? []).map(({ hot }) => hot))
console.log(`${bars.toLocaleString('en')} bars; median of process medians; "x loop" = time / hand-written loop's time`)
for (const [name, list] of measurements) {
  const hot = median(list.map((one) => one.hot))
  const outcome = list[0]?.outcome
  console.log(
    [
      name.padEnd(20),
      `${hot.toFixed(1)} ms hot`.padStart(14),
      `${median(list.map((one) => one.cold)).toFixed(1)} ms cold`.padStart(15),
      `${((hot * 1e6) / bars).toFixed(1)} ns/bar`.padStart(14),
      `${(hot / base).toFixed(2)} x loop`.padStart(14),
      `${median(list.map((one) => one.peakMegabytes)).toFixed(0)} MB peak`.padStart(13),
      `${list.length} processes`.padStart(13),
      `  hot: ${list.map((one) => one.hot.toFixed(1)).join(' ')}`,
      `  ${agreement(outcome)}`,
    ].join(' '),
  )
}

function agreement(outcome: Outcome | undefined): string {
  if (outcome === undefined || expected === undefined) return 'not run'
  const money = Math.abs(outcome.finalEquity - expected.finalEquity) / expected.finalEquity
  if (outcome.trades === expected.trades && money < 1e-9) return `same: ${outcome.trades} trades, equity ${outcome.finalEquity.toFixed(2)}`
  return `DIFFERS: ${outcome.trades} trades, equity ${outcome.finalEquity.toFixed(2)}`
}

const own = measurements.get('graph, WebAssembly')?.[0]?.outcome
if (own === undefined || agreement(own).startsWith('DIFFERS')) process.exitCode = 1
