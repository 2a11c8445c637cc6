import { availableParallelism } from 'node:os'
import { dataFolderPath } from '@strategraph/adapters'
import manifest from '../package.json' with { type: 'json' }
import { type App, compose } from './compose.ts'
import { readStartFlags } from './config/start-flags.ts'

/** Starts the server of this process; `argv`: its arguments. Ends the process with code 1 and a coded sentence where it cannot. */
export async function run(argv: readonly string[]): Promise<void> {
  const flags = readStartFlags(argv)
  if (!flags.ok) return refuse(flags.code, flags.message)
  const environment = { ...process.env, ...flags.environment }
  const composed = await compose({
    environment,
    dataPath: dataFolderPath(environment),
    version: manifest.version,
    cores: availableParallelism(),
  })
  if (!composed.ok) return refuse(composed.code, composed.message)
  const { app } = composed
  const { host, port } = app.config
  listenForSignals(app)
  try {
    await app.server.listen({ host, port })
  } catch (cause) {
    await app.close()
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'LISTEN_FAILED'
    if (code === 'EADDRINUSE')
      return refuse(
        'PORT_IN_USE',
        `Port ${port} is in use; stop the other program, or choose another one with --port or PORT (0 = any free one).`,
      )
    return refuse(code, `Cannot listen on ${host}, port ${port}.`)
  }
  const [address] = app.server.addresses()
  const bound = typeof address === 'object' ? address : { address: host, family: '', port }
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  // The only line on stdout, and the only place where the token is written beside its file.
  process.stdout.write(`Strategraph is ready: http://${name}:${bound.port}/#token=${app.launchToken}\n`)
  try {
    await app.begin()
  } catch (cause) {
    app.logger.error({ err: cause }, 'runs of the last time could not be taken up')
  }
}

function listenForSignals(app: App): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      app.logger.info({ signal }, 'stopping')
      app.close().then(
        () => app.logger.info('stopped'),
        (cause: unknown) => {
          app.logger.error({ err: cause }, 'did not stop cleanly')
          process.exit(1)
        },
      )
    })
  }
}

function refuse(code: string, message: string): void {
  process.stderr.write(`${code}: ${message}\n`)
  process.exitCode = 1
}
