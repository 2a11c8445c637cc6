import { readFile } from 'node:fs/promises'
import { type SandboxKraken, serveSandbox, type ServedSandbox } from '@strategraph/sandbox-kraken'
import type { Config } from '../config/config.ts'

/** The exchange over https and wss on a port of its own; where the server listens, nowhere else. The fault port is not there: it needs a credential. */
export async function serveSandboxTls(
  exchange: SandboxKraken,
  { tls, host }: { readonly tls: NonNullable<Config['sandbox']['tls']>; readonly host: string },
): Promise<ServedSandbox> {
  const [key, cert] = await Promise.all([readFile(tls.key, 'utf8'), readFile(tls.cert, 'utf8')])
  const withoutFaultPort: SandboxKraken = { ...exchange, handleControl: () => ({ status: 404, body: { error: 'not found' } }) }
  return serveSandbox(withoutFaultPort, { port: tls.port, host, tls: { key, cert } })
}
