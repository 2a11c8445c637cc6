import type { Problem } from '../problem.ts'
import type { ProblemCode } from '../problem-codes.ts'

/** What a document may be at most. Checked before anything else looks at it, in time bounded by the limits themselves. */
export const documentLimits = { bytes: 1024 * 1024, nodes: 500, edges: 2000, depth: 32, textLength: 20_000 } as const

const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])
/** One of each is enough to refuse; a hostile file must not make us write a book about it. */
const mostProblems = 20

type Path = readonly (string | number)[]

/** Linked from leaf to root, so that walking costs no list per value. */
interface Place {
  readonly key: string | number
  readonly parent: Place | undefined
  readonly depth: number
}

/**
 * Limits of a document that is still text: size, and depth of nesting, found without parsing. Quotes and escapes are followed,
 * nothing else; whether it is JSON is for JSON.parse to say.
 */
export function checkTextLimits(text: string): readonly Problem[] {
  if (text.length > documentLimits.bytes) return [tooLarge(text.length)]
  let depth = 0
  let bytes = 0
  let inString = false
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3
    if (inString) {
      if (code === 0x5c) index++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > documentLimits.depth) return [tooDeep([])]
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return bytes > documentLimits.bytes ? [tooLarge(bytes)] : []
}

/**
 * Limits of a parsed document. Walks with a list instead of recursion and stops at the first mebibyte, so that neither depth, nor
 * size, nor an object that contains itself can hold it up.
 */
export function checkDocumentLimits(json: unknown): readonly Problem[] {
  const problems: Problem[] = [...countProblems(json)]
  // The content of a list that is too long anyway says nothing new.
  if (problems.length > 0) return problems
  const todo: { readonly value: unknown; readonly place: Place | undefined }[] = [{ value: json, place: undefined }]
  let bytes = 0
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { value, place } = next
    bytes += sizeOf(value)
    if (bytes > documentLimits.bytes) return [...problems, tooLarge(bytes)]
    if (problems.length >= mostProblems) return problems
    if (typeof value !== 'object' || value === null) {
      const found = leafProblem(value, place)
      if (found !== undefined) problems.push(found)
      continue
    }
    const depth = (place?.depth ?? 0) + 1
    if (depth > documentLimits.depth) return [...problems, tooDeep(pathOf(place))]
    if (!isPlain(value)) {
      problems.push(notPlain(pathOf(place), Object.prototype.toString.call(value)))
      continue
    }
    if (Array.isArray(value)) {
      // A list longer than the limit in bytes cannot pass; do not even copy it.
      if (value.length > documentLimits.bytes) return [...problems, tooLarge(value.length)]
      for (let index = value.length - 1; index >= 0; index--)
        todo.push({ value: value[index], place: { key: index, parent: place, depth } })
      continue
    }
    for (const [key, child] of Object.entries(value)) {
      bytes += key.length + 3
      const at: Place = { key, parent: place, depth }
      if (forbiddenKeys.has(key)) problems.push(forbiddenKey(pathOf(at), key))
      else todo.push({ value: child, place: at })
    }
  }
  return problems
}

function countProblems(json: unknown): readonly Problem[] {
  if (typeof json !== 'object' || json === null) return []
  const counts = [
    { field: 'nodes', code: 'TOO_MANY_NODES', most: documentLimits.nodes },
    { field: 'edges', code: 'TOO_MANY_EDGES', most: documentLimits.edges },
  ] as const
  return counts.flatMap(({ field, code, most }) => {
    const list: unknown = Object.hasOwn(json, field) ? Reflect.get(json, field) : undefined
    if (!Array.isArray(list) || list.length <= most) return []
    return [
      refusal(
        code,
        [field],
        `The document has ${list.length} ${field}; at most ${most} are possible.`,
        `at most ${most}`,
        String(list.length),
      ),
    ]
  })
}

function leafProblem(value: unknown, place: Place | undefined): Problem | undefined {
  switch (typeof value) {
    case 'string':
      if (value.length <= documentLimits.textLength) return undefined
      return refusal(
        'TEXT_TOO_LONG',
        pathOf(place),
        `This text has ${value.length} characters; at most ${documentLimits.textLength} are possible.`,
        `at most ${documentLimits.textLength} characters`,
        `${value.length} characters`,
      )
    case 'number':
      if (Number.isFinite(value)) return undefined
      return refusal('NOT_FINITE', pathOf(place), `${value} is not a number that a document can hold.`, 'a finite number', String(value))
    case 'boolean':
    case 'object':
      return undefined
    case 'bigint':
    case 'symbol':
    case 'undefined':
    case 'function':
      return notPlain(pathOf(place), typeof value)
  }
}

/** About what the value takes as JSON, children not counted. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 3
  if (typeof value === 'number') return 4
  return 3
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype) return true
  // A plain object of another realm (a worker, an iframe, a test runner) has another Object.prototype.
  return (
    typeof prototype === 'object' &&
    Object.getPrototypeOf(prototype) === null &&
    Object.prototype.toString.call(value) === '[object Object]'
  )
}

function pathOf(place: Place | undefined): Path {
  const path: (string | number)[] = []
  for (let at = place; at !== undefined; at = at.parent) path.push(at.key)
  return path.reverse()
}

const tooLarge = (bytes: number) =>
  refusal('TOO_LARGE', [], 'The document is larger than 1 MiB.', `at most ${documentLimits.bytes} bytes`, `at least ${bytes} bytes`)
const tooDeep = (path: Path) =>
  refusal(
    'TOO_DEEP',
    path,
    `Objects and lists are nested deeper than ${documentLimits.depth}.`,
    `at most ${documentLimits.depth} levels`,
    'more',
  )
const notPlain = (path: Path, received: string) =>
  refusal('NOT_PLAIN_DATA', path, 'A document holds texts, numbers, yes/no, lists and plain objects only.', 'plain JSON data', received)
const forbiddenKey = (path: Path, key: string) =>
  refusal('FORBIDDEN_KEY', path, `The key "${key}" is not allowed in a document.`, 'another key', key)

function refusal(code: ProblemCode, path: Path, message: string, expected: string, received: string): Problem {
  return { path, code, message, expected, received, severity: 'error' }
}
