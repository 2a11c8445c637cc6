import { performance } from 'node:perf_hooks'
import { contenders } from './contenders.ts'
import { referenceBars } from './reference-market.ts'

// One contender in a process of its own: `node run-contender.ts <name> <bars> <hot runs>`; prints one JSON line.
const [name = '', bars = '0', hotRuns = '3'] = process.argv.slice(2)
const contender = contenders[name]
if (contender === undefined) throw new RangeError(`no contender "${name}"`)
const columns = referenceBars(Number(bars))
const run = await contender(columns)
const before = process.memoryUsage().rss
const measured = () => {
  const start = performance.now()
  const outcome = run()
  return { milliseconds: performance.now() - start, outcome }
}
const cold = measured()
const hot = Array.from({ length: Number(hotRuns) }, () => measured().milliseconds).sort((a, b) => a - b)
const peak = process.resourceUsage().maxRSS * 1024
console.log(
  JSON.stringify({
    cold: cold.milliseconds,
    hot: hot[Math.floor(hot.length / 2)] ?? cold.milliseconds,
    outcome: cold.outcome,
    peakMegabytes: peak / 1e6,
    addedMegabytes: (peak - before) / 1e6,
  }),
)
