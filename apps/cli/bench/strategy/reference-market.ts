import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BarColumns, barFields, type Time } from '@strategraph/market-model'
import { createSimulatedMarket, findSimulatedInstrument } from '@strategraph/market-sim'

const seed = 7
const startTime: Time = 1_704_067_200_000

/** `bars` one-minute candles of the seeded simulator: the same for every contender and every run. Kept as raw columns beside the system's temporary files. */
export function referenceBars(bars: number): BarColumns {
  const folder = join(tmpdir(), 'strategraph-bench')
  const file = join(folder, `simulated-seed${seed}-1m-${bars}.f64`)
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true })
    const columns = market().bars(bars)
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, Buffer.concat(barFields.map((field) => Buffer.from(columns[field].buffer))))
    renameSync(partial, file)
  }
  const bytes = readFileSync(file)
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const column = (index: number) => all.subarray(index * bars, (index + 1) * bars)
  return { time: column(0), open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) }
}

export function referenceInstrument() {
  return market().instrument
}

function market() {
  const instrument = findSimulatedInstrument('BTC/USD')
  if (instrument === undefined) throw new Error('the simulator has no BTC/USD')
  return createSimulatedMarket({ ...instrument, seed, interval: '1m', startTime })
}
