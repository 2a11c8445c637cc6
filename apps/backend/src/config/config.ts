import { adapterConfigFields } from '@strategraph/adapters'
import { mostSeed } from '@strategraph/market-model'
import { mostAgents } from '@strategraph/protocol'
import { z } from 'zod'
import { isLoopback } from '../security/origin.ts'
import { portOf } from './port-of.ts'

/** `<data>/config.json`. Every field is optional; environment variables win over it. Documented in config.md beside this file. */
export const configFileSchema = z.strictObject({
  port: z.int().min(0).max(65_535).meta({ description: 'TCP port, 0 = a free one; env PORT.' }).default(4170),
  host: z.string().min(1).max(255).meta({ description: 'Address to listen on; env HOST.' }).default('127.0.0.1'),
  allowedHosts: z
    .array(z.string().regex(/^[a-z0-9.-]+$|^\[[0-9a-f:]+\]$/, 'a host name in small letters, without port'))
    .max(50)
    .meta({ description: 'More names under which the server may be called. Loopback names always work.' })
    .default([]),
  allowRemote: z
    .boolean()
    .meta({
      description:
        'Listen on an address that others can reach. There is no TLS: put a proxy with TLS in front; env STRATEGRAPH_ALLOW_REMOTE=1.',
    })
    .default(false),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .meta({ description: 'How much is logged, to stderr.' })
    .default('info'),
  backtestWorkers: z.int().min(1).max(64).meta({ description: 'Backtests at a time. Absent: one less than there are cores.' }).optional(),
  examples: z
    .boolean()
    .meta({ description: 'Whether the first start creates the examples and lets one trade on the simulated market.' })
    .default(true),
  market: z
    .strictObject({
      enabled: z.boolean().meta({ description: 'Whether the server simulates a market; env STRATEGRAPH_MARKET=off or on.' }).default(true),
      seed: z.int().min(0).max(mostSeed).meta({ description: 'Another one, another market.' }).default(1),
      agents: z.int().min(10).max(mostAgents).meta({ description: 'Agents of the default population.' }).default(200),
      speed: z
        .number()
        .positive()
        .max(100_000)
        .nullable()
        .meta({ description: 'Market time per real time; null = as fast as the machine.' })
        .default(1),
      historyMinutes: z
        .int()
        .min(0)
        .max(10_080)
        .meta({ description: 'A new market begins so long ago and comes to the present as fast as it can.' })
        .default(120),
      llm: z
        .strictObject({
          provider: z.enum(['anthropic', 'openai']).meta({ description: 'Absent: the one there is a key for.' }).optional(),
          model: z.string().min(1).max(100).meta({ description: 'Absent: a small one of the provider.' }).optional(),
          callsPerHour: z
            .int()
            .min(0)
            .max(100_000)
            .meta({ description: 'Of all agents together; beyond it their rules decide.' })
            .default(120),
          tokensPerHour: z.int().min(0).max(1_000_000_000).meta({ description: 'The same in tokens, in and out.' }).default(200_000),
          timeoutSeconds: z.number().min(1).max(600).meta({ description: 'An answer that takes longer is a hold.' }).default(20),
        })
        .prefault({}),
    })
    .prefault({}),
  sandbox: z
    .strictObject({
      faults: z
        .boolean()
        .meta({ description: 'Whether faults can be set at /sandbox/control, with a credential. For tests of bots.' })
        .default(false),
      tls: z
        .strictObject({
          port: z.int().min(0).max(65_535).meta({ description: 'A port of its own; 0 = a free one.' }),
          key: z.string().min(1).meta({ description: 'PEM file of the private key.' }),
          cert: z.string().min(1).meta({ description: 'PEM file of the certificate.' }),
        })
        .meta({ description: 'The sandbox exchange over https and wss too, for clients that take nothing else.' })
        .optional(),
    })
    .prefault({}),
  ...adapterConfigFields,
})
type ConfigFile = z.output<typeof configFileSchema>
type Environment = Readonly<Record<string, string | undefined>>

export type Config = Pick<ConfigFile, 'port' | 'host' | 'allowedHosts' | 'logLevel' | 'examples' | 'market' | 'sandbox'> & {
  readonly backtestWorkers: number
}
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly code: 'BAD_CONFIG' | 'HOST_NOT_LOOPBACK'; readonly message: string }

/** `fileText`: content of config.json, undefined where there is none. Messages never repeat a value, which may be a key. */
export function readConfig(environment: Environment, fileText: string | undefined, cores: number): ConfigResult {
  let json: unknown
  try {
    json = JSON.parse(fileText ?? '{}')
  } catch {
    return bad('config.json is not JSON.')
  }
  const parsed = configFileSchema.safeParse(json)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`)
    return bad(`config.json: ${problems.join('; ')}.`)
  }
  const { allowedHosts, logLevel, examples, backtestWorkers, allowRemote, sandbox } = parsed.data
  const market = { ...parsed.data.market, enabled: switchOf(environment['STRATEGRAPH_MARKET'], parsed.data.market.enabled) }
  const ownPort = nonEmpty(environment['PORT'])
  const port = ownPort === undefined ? parsed.data.port : portOf(ownPort)
  if (port === undefined) return bad('PORT is not a number from 0 to 65535.')
  const host = nonEmpty(environment['HOST']) ?? parsed.data.host
  if (!isLoopback(host) && !allowRemote && environment['STRATEGRAPH_ALLOW_REMOTE'] !== '1')
    return { ok: false, code: 'HOST_NOT_LOOPBACK', message: remoteRefusal(host) }
  // One core stays free: dry-runs and answers live on the main thread.
  const workers = backtestWorkers ?? Math.max(1, cores - 1)
  return { ok: true, config: { port, host, allowedHosts, logLevel, examples, market, sandbox, backtestWorkers: workers } }
}

/** S1: refused unless that was decided explicitly. */
const remoteRefusal = (host: string): string =>
  `HOST is ${JSON.stringify(host)}: others on the network could reach this server, and it has no TLS and no passwords yet. ` +
  'Listen on 127.0.0.1 and use an SSH tunnel, or, behind a proxy with TLS, set "allowRemote": true and "allowedHosts" in config.json.'

function switchOf(variable: string | undefined, file: boolean): boolean {
  if (variable === 'off' || variable === '0') return false
  return variable === 'on' || variable === '1' || file
}

const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text)
const bad = (message: string) => ({ ok: false, code: 'BAD_CONFIG', message }) as const
