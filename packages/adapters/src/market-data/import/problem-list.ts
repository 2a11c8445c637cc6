import { listLimit, type RowFault, type RowProblem, rowFaults } from './import-report.ts'

/** Collects problems of rows: counts all of them, keeps the first ones of each severity. */
export interface ProblemList {
  add(problem: Omit<RowProblem, 'severity'>): void
  finish(): {
    readonly counts: Readonly<Partial<Record<RowFault, number>>>
    readonly problems: readonly RowProblem[]
    readonly problemsNotListed: number
    readonly errors: number
    readonly warnings: number
  }
}

export function problemList(): ProblemList {
  const counts: Partial<Record<RowFault, number>> = {}
  const listed = { error: new Array<RowProblem>(), warning: new Array<RowProblem>() }
  const totals = { error: 0, warning: 0 }
  return {
    add(problem) {
      const severity = rowFaults[problem.code]
      counts[problem.code] = (counts[problem.code] ?? 0) + 1
      totals[severity] += 1
      // Rare kinds must not drown in a thousand zero volumes: the first of each kind are always kept.
      if (listed[severity].length < listLimit || (counts[problem.code] ?? 0) <= 20) listed[severity].push({ ...problem, severity })
    },
    finish() {
      const byLine = (a: RowProblem, b: RowProblem) => a.line - b.line
      const problems = [...listed.error.sort(byLine), ...listed.warning.sort(byLine)]
      const total = totals.error + totals.warning
      return { counts, problems, problemsNotListed: total - problems.length, errors: totals.error, warnings: totals.warning }
    },
  }
}
