import type { z } from 'zod'
import type { Problem } from '../problem.ts'
import type { ProblemCode } from '../problem-codes.ts'

type Issue = z.core.$ZodIssue
type Path = readonly (string | number)[]
const mostProblems = 50

export interface IssueContext {
  /** The value that was checked, to say what came. */
  readonly value: unknown
  /** Where that value lies in the document. */
  readonly path: Path
  readonly code: ProblemCode
  /** How the message begins: `RSI: `. */
  readonly prefix?: string
  /** A name for a path: the title of a setting. */
  readonly nameOf?: (path: Path) => string | undefined
  readonly severity?: Problem['severity']
  readonly nodeId?: string
}

/** zod's issues in a trader's words; at most 50, then one that says how many more. */
export function problemsOfIssues(issues: readonly Issue[], context: IssueContext): readonly Problem[] {
  const problems = issues.slice(0, mostProblems).map((issue) => problemOfIssue(issue, context))
  const more = issues.length - problems.length
  if (more <= 0) return problems
  return [
    ...problems,
    { path: context.path, code: context.code, message: `${more} more fields are wrong.`, severity: context.severity ?? 'error' },
  ]
}

function problemOfIssue(issue: Issue, context: IssueContext): Problem {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  const name = context.nameOf?.(path) ?? (path.length > 0 ? path.join('.') : 'The document')
  const received = describe(valueAt(context.value, path))
  const expected = expectation(issue)
  return {
    path: [...context.path, ...path],
    code: context.code,
    message: `${context.prefix ?? ''}${sentence(issue, name, expected, received)}`,
    ...(expected === undefined ? {} : { expected }),
    received,
    severity: context.severity ?? 'error',
    ...(context.nodeId === undefined ? {} : { nodeId: context.nodeId }),
  }
}

function sentence(issue: Issue, name: string, expected: string | undefined, received: string): string {
  if (issue.code === 'unrecognized_keys') return `${name} does not know ${issue.keys.map((key) => `"${key}"`).join(', ')}.`
  if (received === 'nothing') return expected === undefined ? `${name} is missing.` : `${name} is missing; it must be ${expected}.`
  return expected === undefined ? `${name}: ${issue.message}.` : `${name} must be ${expected}, not ${received}.`
}

/** What the field should have been, as the end of "must be ...". */
function expectation(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', String(issue.minimum))
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', String(issue.maximum))
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected
    case 'invalid_value':
      return issue.values.length === 1 ? describe(issue.values[0]) : `one of ${issue.values.map(describe).join(', ')}`
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `a valid ${issue.format}` : issue.message
    case 'unrecognized_keys':
      return 'known fields only'
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return undefined
  }
}

function bound(origin: string, relation: string, limit: string): string {
  if (origin === 'string') return `${relation} ${limit} characters long`
  if (origin === 'array' || origin === 'set') return `a list of ${relation} ${limit}`
  return `${relation} ${limit}`
}

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'yes or no',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = Reflect.get(at, key)
  }
  return at
}

/** A short text of any value, for `received`. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing'
    case 'object':
      if (Array.isArray(value)) return `a list of ${value.length}`
      return value === null ? 'null' : 'an object'
    case 'string':
      return shortened(JSON.stringify(value))
    case 'number':
    case 'boolean':
    case 'bigint':
      return shortened(String(value))
    case 'symbol':
    case 'function':
      return `a ${typeof value}`
  }
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
