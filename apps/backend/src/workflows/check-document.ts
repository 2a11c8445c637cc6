import { compile, type NodeRegistry, parseDocument, type Plan, type Problem, type WorkflowDocument } from '@strategraph/strategy-core'
import { Refusal } from '../http/refusal.ts'

/** Problems beyond this many say nothing new. */
const maxProblems = 200

/** The door for documents of requests: limits, schema, migrations. Throws Refusal (413 for size, 422 else) with the problem list. */
export function readDocument(
  json: unknown,
  registry: NodeRegistry,
): { readonly document: WorkflowDocument; readonly problems: readonly Problem[] } {
  const parsed = parseDocument(json, registry)
  if (parsed.ok) return { document: parsed.value, problems: parsed.warnings.slice(0, maxProblems) }
  const [first] = parsed.problems
  const status = parsed.problems.some(({ code }) => code === 'TOO_LARGE') ? 413 : 422
  throw new Refusal(status, first?.code ?? 'INVALID_DOCUMENT', first?.message ?? 'This is not a workflow.', {
    problems: parsed.problems.slice(0, maxProblems),
  })
}

/** What runs: a plan, or a refusal (422) that names what is wrong with the document. */
export function planOf(document: WorkflowDocument, registry: NodeRegistry): Plan {
  const compiled = compile(document, registry)
  if (compiled.ok) return compiled.value
  const errors = compiled.problems.filter(({ severity }) => severity === 'error')
  throw new Refusal(422, 'NOT_RUNNABLE', `The workflow cannot run: ${errors[0]?.message ?? 'it has problems'}`, {
    problems: compiled.problems.slice(0, maxProblems),
  })
}
