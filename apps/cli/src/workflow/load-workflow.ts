import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { builtinNodes } from '@strategraph/nodes'
import { type Checked, compile, parseDocumentText, type Plan, type WorkflowDocument } from '@strategraph/strategy-core'
import { UsageError } from '../command-line/exit.ts'

/** Parses a workflow file; a file that cannot be read is a usage error. */
export async function readWorkflow(path: string): Promise<Checked<WorkflowDocument>> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (cause) {
    throw new UsageError(`Cannot read the workflow ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  if (!isUtf8(bytes)) return { ok: false, problems: [notUtf8] }
  // The decoder takes the byte order mark away that some editors write.
  return parseDocumentText(new TextDecoder().decode(bytes), builtinNodes)
}

const notUtf8 = {
  path: [],
  code: 'INVALID_JSON',
  message: 'The file is not UTF-8 text; save it as UTF-8.',
  expected: 'UTF-8',
  received: 'another encoding',
  severity: 'error',
} as const

/** Reads, checks and compiles. */
export async function loadPlan(path: string): Promise<Checked<Plan>> {
  const parsed = await readWorkflow(path)
  return parsed.ok ? compile(parsed.value, builtinNodes) : parsed
}
