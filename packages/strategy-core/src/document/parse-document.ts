import { z } from 'zod'
import type { NodeRegistry } from '../node/define-node.ts'
import type { Checked, Problem } from '../problem.ts'
import { currentFormatVersion, documentSchema, type WorkflowDocument } from './document.ts'
import { checkDocumentLimits, checkTextLimits } from './document-limits.ts'
import { formatMigrationFailed, migrateFormat, migrateNodes } from './migrate-document.ts'
import { describe, problemsOfIssues } from './schema-problems.ts'
import { validateDocument } from './validate-document.ts'

/**
 * The door for documents: limits, format, migrations of format and nodes, schema. What it lets through may still not run: nodes and
 * edges that do not fit are kept, and everything that `validateDocument` says about them is in `warnings`, with its severity.
 */
export function parseDocument(json: unknown, registry: NodeRegistry): Checked<WorkflowDocument> {
  const beyond = checkDocumentLimits(json)
  if (beyond.length > 0) return { ok: false, problems: beyond }
  if (!isRecord(json))
    return refused({
      path: [],
      code: 'NOT_A_DOCUMENT',
      message: 'A workflow is a JSON object.',
      expected: 'an object',
      received: describe(json),
      severity: 'error',
    })
  const format = checkFormat(json['formatVersion'])
  if (typeof format !== 'number') return refused(format)
  let present: Readonly<Record<string, unknown>>
  try {
    present = migrateFormat(json, format)
  } catch (cause) {
    return refused(formatMigrationFailed(cause))
  }
  const parsed = documentSchema.safeParse(present)
  if (!parsed.success)
    return { ok: false, problems: problemsOfIssues(parsed.error.issues, { value: present, path: [], code: 'INVALID_DOCUMENT' }) }
  const document = migrateNodes(parsed.data, registry)
  return { ok: true, value: document, warnings: validateDocument(document, registry) }
}

/** `parseDocument` for a file's text. */
export function parseDocumentText(text: string, registry: NodeRegistry): Checked<WorkflowDocument> {
  const beyond = checkTextLimits(text)
  if (beyond.length > 0) return { ok: false, problems: beyond }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return refused({
      path: [],
      code: 'INVALID_JSON',
      message: `The file is not JSON: ${reason}`,
      expected: 'JSON',
      received: describe(text.slice(0, 40)),
      severity: 'error',
    })
  }
  return parseDocument(json, registry)
}

/** JSON Schema (draft 2020-12) of what `parseDocument` takes. */
export function documentJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(documentSchema, { io: 'input' }), title: 'Strategraph workflow' }
}

function checkFormat(version: unknown): number | Problem {
  if (typeof version === 'number' && Number.isInteger(version) && version >= 1) {
    if (version <= currentFormatVersion) return version
    return {
      path: ['formatVersion'],
      code: 'FORMAT_TOO_NEW',
      message: `This file was written by a newer version of the program (format ${version}); update to open it.`,
      expected: `at most ${currentFormatVersion}`,
      received: String(version),
      severity: 'error',
    }
  }
  return {
    path: ['formatVersion'],
    code: 'NOT_A_DOCUMENT',
    message: 'This is not a workflow file: it has no formatVersion.',
    expected: `a whole number from 1 to ${currentFormatVersion}`,
    received: describe(version),
    severity: 'error',
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refused(problem: Problem): Checked<never> {
  return { ok: false, problems: [problem] }
}
