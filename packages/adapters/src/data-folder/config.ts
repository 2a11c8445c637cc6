import type { Checked, Problem } from '@strategraph/strategy-core'
import { z } from 'zod'

const text = (description: string) => z.string().min(1).meta({ description })
const url = (description: string) => z.url().meta({ description })

/** The fields of `config.json` that adapters need; the server adds its own (port, host...) to the same file. */
export const adapterConfigFields = {
  llm: z
    .strictObject({
      anthropicApiKey: text('Key for Anthropic models; the variable ANTHROPIC_API_KEY wins.').optional(),
      anthropicBaseUrl: url('Another address of the Anthropic API.').optional(),
      openaiApiKey: text('Key for OpenAI and compatible models; the variable OPENAI_API_KEY wins.').optional(),
      openaiBaseUrl: url('Another address of an API that is compatible with OpenAI.').optional(),
    })
    .prefault({}),
  exchanges: z
    .record(
      z.string(),
      z.strictObject({
        publicUrl: url('Base URL of the public REST API, for proxies and test exchanges.').optional(),
        callSpacingMs: z
          .int()
          .min(1)
          .max(60_000)
          .meta({ description: "Least ms between two calls; ccxt's value for the exchange unless said." })
          .optional(),
      }),
    )
    .meta({ description: 'Settings per exchange, by its ccxt id.' })
    .default({}),
}
const adapterConfigSchema = z.object(adapterConfigFields)
export type AdapterConfig = z.output<typeof adapterConfigSchema>

/** Variables that win over a field of `llm`. */
const llmVariables = { ANTHROPIC_API_KEY: 'anthropicApiKey', OPENAI_API_KEY: 'openaiApiKey' } as const

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** File text (undefined = no file) and environment to a checked configuration. Problems never repeat a value, which may be a key. */
export function parseAdapterConfig(
  fileText: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Checked<AdapterConfig> {
  let file: unknown = {}
  try {
    if (fileText !== undefined) file = JSON.parse(fileText)
  } catch {
    return { ok: false, problems: [configProblem('CONFIG_NOT_JSON', ['config.json'], 'config.json is not valid JSON.')] }
  }
  if (!isRecord(file))
    return { ok: false, problems: [configProblem('CONFIG_NOT_JSON', ['config.json'], 'config.json must hold one JSON object.')] }
  const parsed = adapterConfigSchema.safeParse({ ...file, ...withVariables(file['llm'], environment) })
  if (parsed.success) return { ok: true, value: parsed.data, warnings: [] }
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) =>
      configProblem('CONFIG_INVALID', issue.path.map(pathPart), `config.json: ${describe(issue)}`),
    ),
  }
}

function withVariables(llm: unknown, environment: Readonly<Record<string, string | undefined>>): { llm?: unknown } {
  const set = Object.entries(llmVariables).flatMap(([variable, field]) => {
    const value = environment[variable]
    return value === undefined || value === '' ? [] : [[field, value] as const]
  })
  if (set.length === 0 || !(llm === undefined || isRecord(llm))) return llm === undefined ? {} : { llm }
  return { llm: { ...llm, ...Object.fromEntries(set) } }
}

const pathPart = (part: PropertyKey) => (typeof part === 'symbol' ? String(part) : part)
const describe = (issue: z.core.$ZodIssue) => `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`

function configProblem(code: string, path: readonly (string | number)[], message: string): Problem {
  return { path, code, message, severity: 'error' }
}
