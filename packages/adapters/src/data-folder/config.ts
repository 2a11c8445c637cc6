import type { Checked, Problem } from '@strategraph/strategy-core'
import { z } from 'zod'

const text = (description: string) => z.string().min(1).meta({ description })

/** `config.json` in the data folder. Every field is optional; environment variables win over it. */
export const configSchema = z.strictObject({
  host: text('Address to listen on. Anything but loopback needs an explicit decision; env HOST.').default('127.0.0.1'),
  port: z.int().min(0).max(65_535).meta({ description: 'TCP port, 0 = a free one; env PORT.' }).default(4170),
  allowedHosts: z
    .array(text('host name'))
    .meta({ description: 'More values of the Host header that are answered, beside loopback names.' })
    .default([]),
  logLevel: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']).meta({ description: 'How much the server logs.' }).default('info'),
  allowRemote: z
    .boolean()
    .meta({ description: 'Listen on an address that others can reach. There is no TLS: put a proxy with TLS in front; env STRATEGRAPH_ALLOW_REMOTE=1.' })
    .default(false),
  backtestWorkers: z.int().min(1).max(64).meta({ description: 'Backtests at a time; further ones wait. Absent: one less than there are cores.' }).optional(),
  examples: z.boolean().meta({ description: 'Whether the first start creates the example strategies and lets one trade on the simulated market.' }).default(true),
  llm: z
    .strictObject({
      anthropicApiKey: text('Key for Anthropic models; env ANTHROPIC_API_KEY.').optional(),
      anthropicBaseUrl: z.url().meta({ description: 'Another address of the Anthropic API.' }).optional(),
      openaiApiKey: text('Key for OpenAI and compatible models; env OPENAI_API_KEY.').optional(),
      openaiBaseUrl: z.url().meta({ description: 'Another address of an OpenAI-compatible API.' }).optional(),
    })
    .prefault({}),
  exchanges: z
    .record(
      z.string(),
      z.strictObject({
        publicUrl: z.url().meta({ description: 'Base URL of the public REST API, for proxies and test exchanges.' }).optional(),
      }),
    )
    .meta({ description: 'Settings per exchange, by ccxt id.' })
    .default({}),
})
export type Config = z.output<typeof configSchema>

/** Environment variables that override a field of the file. */
const variables = {
  HOST: ['host'],
  PORT: ['port'],
  ANTHROPIC_API_KEY: ['llm', 'anthropicApiKey'],
  OPENAI_API_KEY: ['llm', 'openaiApiKey'],
} as const satisfies Record<string, readonly [string] | readonly [string, string]>

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** File text (undefined = no file) and environment to a checked configuration. Problems never repeat a value, which may be a key. */
export function parseConfig(fileText: string | undefined, environment: Readonly<Record<string, string | undefined>>): Checked<Config> {
  let file: unknown = {}
  try {
    if (fileText !== undefined) file = JSON.parse(fileText)
  } catch {
    return { ok: false, problems: [configProblem('CONFIG_NOT_JSON', ['config.json'], 'config.json is not valid JSON.')] }
  }
  if (!isRecord(file))
    return { ok: false, problems: [configProblem('CONFIG_NOT_JSON', ['config.json'], 'config.json must hold one JSON object.')] }
  const parsed = configSchema.safeParse(withEnvironment(file, environment))
  if (parsed.success) return { ok: true, value: parsed.data, warnings: [] }
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) =>
      configProblem('CONFIG_INVALID', issue.path.map(pathPart), `config.json: ${describe(issue)}`),
    ),
  }
}

function withEnvironment(
  file: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...file }
  for (const [variable, [field, part]] of Object.entries(variables)) {
    const value = environment[variable]
    if (value === undefined || value === '') continue
    if (part === undefined) merged[field] = field === 'port' ? Number(value) : value
    else merged[field] = { ...(isRecord(merged[field]) ? merged[field] : {}), [part]: value }
  }
  return merged
}

const pathPart = (part: PropertyKey) => (typeof part === 'symbol' ? String(part) : part)
const describe = (issue: z.core.$ZodIssue) => `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`

function configProblem(code: string, path: readonly (string | number)[], message: string): Problem {
  return { path, code, message, severity: 'error' }
}
