/**
 * What a row costs in both back ends. Run with `node packages/strategy-core/bench/kernel.bench.ts`. Results of all ways are compared
 * in the same run; times are medians, in nanoseconds per row.
 */
import { createKernelBuilder } from '../src/kernel/builder.ts'
import { emitModule } from '../src/kernel/wasm/emit-module.ts'
import { instantiate } from '../src/kernel/instantiate.ts'
import type { Expression } from '../src/kernel/language.ts'
import { averageTrueRange, change, crossesAbove, crossesBelow, ema, wilder } from '../src/kernel/library.ts'
import type { BackEnd, KernelBuilder, KernelProgram } from '../src/kernel/program.ts'

const ROWS = 1_000_000
const LIVE_ROWS = 200_000

type Columns = Readonly<Record<string, Float64Array>>

function walk(rows: number): Columns {
  let state = 1
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  const columns = {
    open: new Float64Array(rows),
    high: new Float64Array(rows),
    low: new Float64Array(rows),
    close: new Float64Array(rows),
    volume: new Float64Array(rows),
  }
  let price = 100
  for (let row = 0; row < rows; row++) {
    const open = price
    price *= 1 + (next() - 0.5) * 0.01
    columns.open[row] = open
    columns.high[row] = Math.max(open, price) * (1 + next() * 0.002)
    columns.low[row] = Math.min(open, price) * (1 - next() * 0.002)
    columns.close[row] = price
    columns.volume[row] = next() * 1000
  }
  return columns
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b)
  return ordered[Math.floor(ordered.length / 2)] ?? Number.NaN
}

/** EMA 20 and 50, RSI 14, their crossings and limits. */
function buildCross(builder: KernelBuilder): void {
  const { k } = builder
  const { close } = builder.candles('bars')
  const [fast, slow] = [ema(k, close, 20), ema(k, close, 50)]
  const moved = change(k, close)
  const [gain, loss] = [wilder(k, k.max(moved, 0), 14), wilder(k, k.max(moved.negate(), 0), 14)]
  const rsi = k.ratio(gain, gain.plus(loss), { ifZero: 0 }).times(100)
  builder.output('enter', crossesAbove(k, fast, slow).and(rsi.isLessThan(70)))
  builder.output('exit', crossesBelow(k, fast, slow).or(rsi.isGreaterThan(80)))
}

/** The same by hand, with the same rounding, as the limit that JavaScript sets. */
function crossByHand(close: Float64Array, enter: Float64Array, exit: Float64Array): void {
  const [fastAlpha, slowAlpha, alpha] = [2 / 21, 2 / 51, 1 / 14]
  let [fast, slow, gain, loss] = [0, 0, 0, 0]
  let [lastClose, lastFast, lastSlow] = [Number.NaN, Number.NaN, Number.NaN]
  for (let row = 0; row < close.length; row++) {
    const x = close[row] ?? Number.NaN
    const moved = x - lastClose
    lastClose = x
    fast = row < 20 ? (row === 19 ? (fast + x) / 20 : fast + x) : fast + fastAlpha * (x - fast)
    slow = row < 50 ? (row === 49 ? (slow + x) / 50 : slow + x) : slow + slowAlpha * (x - slow)
    if (row > 0) {
      const [up, down] = [Math.max(moved, 0), Math.max(-moved, 0)]
      gain = row < 15 ? (row === 14 ? (gain + up) / 14 : gain + up) : gain + alpha * (up - gain)
      loss = row < 15 ? (row === 14 ? (loss + down) / 14 : loss + down) : loss + alpha * (down - loss)
    }
    if (row < 50) {
      enter[row] = Number.NaN
      exit[row] = Number.NaN
    } else {
      const divisor = gain + loss
      const rsi = (divisor === 0 ? 0 : gain / divisor) * 100
      enter[row] = lastFast <= lastSlow && fast > slow && rsi < 70 ? 1 : 0
      exit[row] = (lastFast >= lastSlow && fast < slow) || rsi > 80 ? 1 : 0
    }
    lastFast = row < 19 ? Number.NaN : fast
    lastSlow = row < 49 ? Number.NaN : slow
  }
}

/** Thirty nodes as a user would place them: indicators, comparisons, logic, arithmetic. */
function buildThirtyNodes(builder: KernelBuilder): void {
  const { k } = builder
  const bars = builder.candles('bars')
  const { close } = bars
  const [fast, slow, trend] = [ema(k, close, 12), ema(k, close, 26), ema(k, close, 100)]
  const macd = fast.minus(slow)
  const signal = ema(k, macd, 9)
  const histogram = macd.minus(signal)
  const moved = change(k, close)
  const [gain, loss] = [wilder(k, k.max(moved, 0), 14), wilder(k, k.max(moved.negate(), 0), 14)]
  const rsi = k.ratio(gain, gain.plus(loss), { ifZero: 0 }).times(100)
  const range = averageTrueRange(k, bars, 14)
  const mean = k.mean(close, 20)
  const band = k.deviation(close, 20).times(2)
  const [upper, lower] = [mean.plus(band), mean.minus(band)]
  const [top, bottom] = [k.highest(bars.high, 20), k.lowest(bars.low, 20)]
  const volume = k.mean(bars.volume, 20)
  const isBusy = bars.volume.isGreaterThan(volume.times(1.5))
  const isUp = close.isGreaterThan(trend)
  const crossedUp = crossesAbove(k, macd, signal)
  const crossedDown = crossesBelow(k, macd, signal)
  const isCheap = rsi.isLessThan(40).or(close.isLessThan(lower))
  const isDear = rsi.isGreaterThan(70).or(close.isGreaterThan(upper))
  const enter = crossedUp.and(isUp).and(isCheap.not().or(isBusy))
  const exit = crossedDown.or(isDear).or(close.isLessThan(k.previous(bottom)))
  const results: Readonly<Record<string, Expression>> = {
    enter,
    exit,
    stop: close.minus(range.times(2)),
    breakout: close.isGreaterThan(k.previous(top)),
    histogram,
  }
  for (const [name, value] of Object.entries(results)) builder.output(name, value)
}

function seal(build: (builder: KernelBuilder) => void): KernelProgram {
  const builder = createKernelBuilder()
  build(builder)
  return builder.seal()
}

const data = walk(ROWS)
const inputsOf = (program: KernelProgram): readonly Float64Array[] =>
  program.inputs.map(({ name }) => data[name.replace('bars.', '')] ?? new Float64Array(ROWS))
const columnsOf = (program: KernelProgram): readonly Float64Array[] => program.outputs.map(() => new Float64Array(ROWS))

/** Nanoseconds per row of a fresh instance over all rows; the first run, which also compiles, apart. */
function timeBatch(
  program: KernelProgram,
  backEnd: BackEnd,
  repeats: number,
): { readonly first: number; readonly steady: number; readonly outputs: readonly Float64Array[] } {
  const outputs = columnsOf(program)
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now()
    instantiate(program, backEnd).run(inputsOf(program), outputs, 0, ROWS)
    return ((performance.now() - start) * 1e6) / ROWS
  })
  return { first: times[0] ?? Number.NaN, steady: median(times.slice(1)), outputs }
}

/** One row per call, as a live session does. */
function timeLive(program: KernelProgram, backEnd: BackEnd): number {
  const instance = instantiate(program, backEnd)
  const [inputs, outputs] = [inputsOf(program), columnsOf(program)]
  const times: number[] = []
  for (let from = 0; from + LIVE_ROWS <= ROWS; from += LIVE_ROWS) {
    const start = performance.now()
    for (let row = from; row < from + LIVE_ROWS; row++) instance.run(inputs, outputs, row, row + 1)
    times.push(((performance.now() - start) * 1e6) / LIVE_ROWS)
  }
  return median(times.slice(1))
}

function differences(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  let count = 0
  for (const [index, column] of a.entries()) for (const [row, value] of column.entries()) if (!Object.is(value, b[index]?.[row])) count += 1
  return count
}

function print(what: string, value: number, more = ''): void {
  console.log(`${what.padEnd(46)} ${value.toFixed(1).padStart(8)} ns ${more}`)
}

const cross = seal(buildCross)
const byHand = columnsOf(cross)
const handTimes = Array.from({ length: 9 }, () => {
  const start = performance.now()
  crossByHand(data['close'] ?? new Float64Array(), byHand[0] ?? new Float64Array(), byHand[1] ?? new Float64Array())
  return ((performance.now() - start) * 1e6) / ROWS
})
print('EMA cross + RSI, by hand in JavaScript', median(handTimes))

const graphs: readonly { readonly name: string; readonly program: KernelProgram; readonly nodes: number }[] = [
  { name: 'EMA cross + RSI', program: cross, nodes: 8 },
  { name: '30 nodes', program: seal(buildThirtyNodes), nodes: 30 },
]
let wrong = 0
for (const { name, program, nodes } of graphs) {
  const wasm = timeBatch(program, 'wasm', 11)
  const oracle = timeBatch(program, 'interpreter', 4)
  const perNode = (time: number): string => `${(time / nodes).toFixed(2)} per node`
  print(`${name}, WebAssembly`, wasm.steady, perNode(wasm.steady))
  print(`${name}, WebAssembly, first run with compiling`, wasm.first)
  print(`${name}, interpreter`, oracle.steady, perNode(oracle.steady))
  print(`${name}, live row by row, WebAssembly`, timeLive(program, 'wasm'))
  print(`${name}, live row by row, interpreter`, timeLive(program, 'interpreter'))
  const emissions = Array.from({ length: 9 }, () => {
    const start = performance.now()
    emitModule(program)
    return performance.now() - start
  })
  console.log(`${name}: module of ${emitModule(program).length} bytes, emitted in ${median(emissions).toFixed(2)} ms`)
  wrong += differences(wasm.outputs, oracle.outputs)
  if (program === cross) wrong += differences(wasm.outputs, byHand)
}
console.log(`values that differ between the ways: ${wrong}`)
if (wrong > 0) throw new Error('The ways do not agree.')
