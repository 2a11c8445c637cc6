import { closeSync, openSync, writeFileSync } from 'node:fs'
import { mostSeed } from '@strategraph/market-model'
import { defineCommand } from 'citty'
import { UsageError } from '../command-line/exit.ts'
import { integerFlag, refuseUnknownArguments, repeatedFlag } from '../command-line/flags.ts'
import { progressLine, say } from '../command-line/output.ts'
import { type FactsPlan, otherContenders, publishedSeeds, simulationContender, usualMinutes } from '../facts/contenders.ts'
import { candleTable, tickTable } from '../facts/fact-table.ts'
import { terminalTable } from '../facts/print-table.ts'
import { realismPage } from '../facts/realism-page.ts'

const args = {
  minutes: { type: 'string', description: 'How many 1-minute candles', default: String(usualMinutes) },
  seed: { type: 'string', description: 'Same seed, same market; may be given several times (default 1; with --write 1, 2 and 3)' },
  json: { type: 'boolean', description: 'Print the result as JSON' },
  write: { type: 'string', description: 'Markdown file to write the tables to' },
} as const

export const factsCommand = defineCommand({
  meta: { name: 'facts', description: 'Measure how real the simulated market is: stylised facts against those of real series' },
  args,
  run({ args: { minutes: minutesText, json = false, write }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const minutes = integerFlag('minutes', minutesText, { min: 60, max: 10_000_000 }) ?? usualMinutes
    const given = repeatedFlag(rawArgs, 'seed').map((text) => integerFlag('seed', text, { min: 0, max: mostSeed }) ?? 1)
    // Before minutes of work.
    if (write !== undefined) orUsage(write, () => closeSync(openSync(write, 'a')))
    const plan: FactsPlan = { minutes, seeds: given.length > 0 ? given : write === undefined ? [1] : publishedSeeds }
    const contenders = [
      ...plan.seeds.map((seed) => simulationContender(seed, minutes, progressLine(`seed ${seed}`))),
      ...otherContenders(plan.seeds[0] ?? 1, minutes),
    ]
    const [candles, ticks] = [candleTable(contenders), tickTable(contenders)]
    if (write !== undefined) {
      orUsage(write, () => writeFileSync(write, realismPage(candles, ticks, contenders, plan)))
      say.error(`written to ${write}`)
    }
    const hours = contenders.flatMap((one) => (one.hours === undefined ? [] : [{ name: one.name, scores: one.hours }]))
    if (json) return say.json({ ...plan, candles, ticks, hours })
    say.out(`${terminalTable(candles)}\n\n${terminalTable(ticks)}`)
  },
})

function orUsage(path: string, write: () => void): void {
  try {
    write()
  } catch (cause) {
    throw new UsageError(`Cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
