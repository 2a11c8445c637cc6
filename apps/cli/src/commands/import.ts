import { basename } from 'node:path'
import { defineCommand } from 'citty'
import { fail } from '../command-line/exit.ts'
import { refuseUnknownArguments } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'
import { printProblems, reportProblems } from '../command-line/problems.ts'
import { readCandleFile } from '../data/load-candles.ts'

const args = {
  file: { type: 'positional', description: 'CSV, JSON or feather file with candles, plain or .gz', required: true },
  json: { type: 'boolean', description: 'Print the report as JSON' },
  'stamps-are-bar-end': { type: 'boolean', description: 'The time stamps are the END of each bar' },
} as const

export const importCommand = defineCommand({
  meta: {
    name: 'import',
    description: 'Show what is in a file of candles and what is wrong with it; exit code 1 when it cannot be used as it is',
  },
  args,
  async run({ args: { file, json = false, 'stamps-are-bar-end': stampsAreBarEnd = false }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    const { previewFile } = await import('@strategraph/adapters/market-data/import')
    const preview = await previewFile(await readCandleFile(file), basename(file), { stampsAreBarEnd })
    if (!preview.ok) {
      reportProblems(preview.problems, { json })
      return fail()
    }
    const { detection, report, blocking } = preview.value
    if (blocking.length > 0) fail()
    if (json) return say.json({ ok: blocking.length === 0, detection, report, blocking, warnings: preview.warnings })
    printProblems([...blocking, ...preview.warnings])
    const day = (time: number | undefined) => (time === undefined ? '?' : new Date(time).toISOString())
    say.out(
      [
        `Layout      ${detection.layout} (${detection.layoutReason})`,
        `Times       ${detection.time.format} (${detection.time.reason})`,
        `Interval    ${detection.interval} (${detection.intervalReason})`,
        `Tick size   ${detection.tickSize}`,
        `Range       ${day(report.from)} to ${day(report.to)} (open times)`,
        `Rows        ${report.rowsRead} read, ${report.barsKept} bars kept, ${report.rowsLeftOut} left out, ${report.order}`,
        `Gaps        ${report.gaps.count} with ${report.gaps.missingBars} missing bars`,
        `Problems    ${report.errors} errors, ${report.warnings} warnings`,
        ...report.problems.slice(0, 50).map(({ line, severity, code, message }) => `  line ${line}: ${severity} ${code}: ${message}`),
        ...(report.problems.length > 50
          ? [`  ... ${report.problems.length - 50 + report.problemsNotListed} more (--json lists up to 500)`]
          : []),
        ...report.notes.map((note) => `Note        ${note}`),
      ].join('\n'),
    )
  },
})
