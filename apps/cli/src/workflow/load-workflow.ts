import { readFile } from 'node:fs/promises'
import { builtinNodes } from '@strategraph/nodes'
import {
  type AccountSettings,
  type Checked,
  compile,
  parseDocumentText,
  type Plan,
  type WorkflowDocument,
} from '@strategraph/strategy-core'
import { UsageError } from '../command-line/exit.ts'

/** Parses a workflow file; a file that cannot be read is a usage error. */
export async function readWorkflow(path: string): Promise<Checked<WorkflowDocument>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new UsageError(`Cannot read the workflow ${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  return parseDocumentText(text, builtinNodes)
}

export interface SettingsOverride {
  readonly account: { readonly [Key in keyof AccountSettings]?: AccountSettings[Key] | undefined }
  readonly endOfData?: 'close' | 'keep' | undefined
}

/** Reads, overrides account settings from the command line, compiles. */
export async function loadPlan(path: string, { account, endOfData }: SettingsOverride = { account: {} }): Promise<Checked<Plan>> {
  const parsed = await readWorkflow(path)
  if (!parsed.ok) return parsed
  const { settings } = parsed.value
  const given = Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined))
  const document: WorkflowDocument = {
    ...parsed.value,
    settings: { ...settings, account: { ...settings.account, ...given }, endOfData: endOfData ?? settings.endOfData },
  }
  return compile(document, builtinNodes)
}
