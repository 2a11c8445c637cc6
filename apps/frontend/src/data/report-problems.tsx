import type { ImportReport } from '@strategraph/protocol'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { groupProblems, problemEffect, problemTitle } from './problem-words.ts'

const shownLines = 20

/** What is wrong with a file, by kind; each opens to its lines. `isPast`: it was imported with them. */
export function ReportProblems({ report, isPast = false }: { readonly report: ImportReport; readonly isPast?: boolean }) {
  // That rows are wrong is said by the rows themselves, and asked about below.
  const groups = groupProblems(report.problems).filter(({ code }) => code !== 'PROBLEMS_NOT_ACCEPTED')
  const listed = report.problems.length
  return (
    <section aria-label="What is wrong with the file">
      <h3 className="mb-1 font-semibold text-xs">{isPast ? 'What the import found' : 'What is wrong with the file'}</h3>
      <ul className="grid grid-cols-2 items-start gap-x-6 gap-y-1 max-md:grid-cols-1">
        {groups.map((group) => (
          <li key={group.code}>
            <Group group={group} />
          </li>
        ))}
      </ul>
      {report.problemCount > listed ? (
        <p className="mt-1 text-2xs text-ink-faint">
          {listed} of {report.problemCount} are listed.
        </p>
      ) : null}
    </section>
  )
}

function Group({ group }: { readonly group: ReturnType<typeof groupProblems>[number] }) {
  const { code, severity, problems } = group
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert
  const effect = problemEffect(code)
  const byLine = problems.filter((problem) => problem.line !== null)
  const [whole] = problems.filter((problem) => problem.line === null)
  const head = (
    <>
      <Icon aria-hidden="true" className={`size-3.5 shrink-0 ${severity === 'error' ? 'text-down' : 'text-warn'}`} />
      <span className="sr-only">{severity === 'error' ? 'Error: ' : 'Warning: '}</span>
      <span className="font-medium">{problemTitle(code)}</span>
      {byLine.length > 0 ? <span className="num rounded-full bg-hover px-1.5 text-2xs text-ink-soft">{byLine.length}</span> : null}
      {effect === '' ? null : <span className="text-ink-faint">{effect}</span>}
    </>
  )
  if (byLine.length === 0) {
    return (
      <div className="text-xs">
        <p className="flex items-center gap-1.5">{head}</p>
        {whole === undefined ? null : <p className="pl-5 text-ink-soft">{whole.message}</p>}
      </div>
    )
  }
  return (
    <details className="text-xs">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded hover:bg-hover">{head}</summary>
      <ul className="num mt-1 space-y-0.5 pl-5 text-ink-soft">
        {byLine.slice(0, shownLines).map((problem) => (
          <li key={`${problem.line}:${problem.message}`}>
            <span className="text-ink-faint">Line {problem.line}:</span> {problem.message}
            {problem.received === undefined ? null : <span className="text-ink-faint"> (found {problem.received})</span>}
          </li>
        ))}
        {byLine.length > shownLines ? <li className="text-ink-faint">and {byLine.length - shownLines} more</li> : null}
      </ul>
    </details>
  )
}
