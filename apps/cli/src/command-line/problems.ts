import type { Problem } from '@strategraph/strategy-core'
import { say } from './output.ts'

/** One line per problem on stderr: severity, code, sentence, what was expected and what came. */
export function printProblems(problems: readonly Problem[]): void {
  for (const { severity, code, message, expected, received, path } of problems) {
    const detail = [expected === undefined ? '' : `expected ${expected}`, received === undefined ? '' : `received ${received}`].filter(
      (part) => part !== '',
    )
    const place = path.length === 0 ? '' : ` [${path.join('.')}]`
    say.error(`${severity} ${code}${place}: ${message}${detail.length === 0 ? '' : ` (${detail.join(', ')})`}`)
  }
}

/** Prints problems as a result: JSON on stdout for scripts, else lines on stderr. */
export function reportProblems(problems: readonly Problem[], options: { readonly json: boolean }): void {
  if (options.json) say.json({ ok: false, problems })
  else printProblems(problems)
}
