import { ApiError, type Client, createClient } from '@strategraph/protocol'
import { z } from 'zod'

export interface ServerAccess {
  /** Where it listens; absent: as the data folder's configuration says. */
  readonly url?: string | undefined
  /** Absent: one of the data folder's is made for this call and revoked after it. */
  readonly token?: string | undefined
}

/** The server could not be asked, or refused; the message is for a person. */
export class ServerCallError extends Error {
  readonly code: string
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ServerCallError'
    this.code = code
  }
}

const defaultPort = 4170
const addressSchema = z.object({ port: z.int().optional(), host: z.string().optional() })

/** Calls the running server of this machine. Throws ServerCallError only. */
export async function callServer<Answer>({ url, token }: ServerAccess, call: (client: Client) => Promise<Answer>): Promise<Answer> {
  const { createToken, revokeToken } = await import('@strategraph/adapters/auth')
  const { dataFolderPath, openDataFolder, readConfigText } = await import('@strategraph/adapters/data-folder')
  const needsFolder = url === undefined || token === undefined
  const opened = needsFolder ? await openDataFolder(dataFolderPath(process.env)) : undefined
  if (opened?.ok === false) {
    const [problem] = opened.problems
    throw new ServerCallError(problem?.code ?? 'DATA_FOLDER_UNUSABLE', problem?.message ?? 'The data folder cannot be used.')
  }
  const folder = opened?.value
  const baseUrl = url?.replace(/\/+$/, '') ?? addressOf(folder === undefined ? undefined : await readConfigText(folder))
  const made = token === undefined && folder !== undefined ? await createToken(folder.tokens, 'strategraph command line') : undefined
  try {
    return await call(createClient({ baseUrl, token: token ?? made?.token ?? '', fetch: plainFetch }))
  } catch (cause) {
    throw asCallError(cause, baseUrl)
  } finally {
    if (made !== undefined && folder !== undefined) await revokeToken(folder.tokens, made.info.id)
  }
}

function asCallError(cause: unknown, baseUrl: string): ServerCallError {
  if (!(cause instanceof ApiError)) throw cause
  const { code, message } = cause.body
  if (code === 'UNREACHABLE')
    return new ServerCallError(code, `No server answers at ${baseUrl}. Start it (npm start), or say where it is with --url.`, { cause })
  if (cause.status === 401)
    return new ServerCallError(
      code,
      `The server at ${baseUrl} does not know this data folder's token: it uses another one (STRATEGRAPH_DATA), or give --token.`,
      { cause },
    )
  return new ServerCallError(code, message, { cause })
}

/** The same order as the server's own: variable, file, default. */
function addressOf(configText: string | undefined): string {
  const config = addressSchema.safeParse(parseJson(configText ?? '{}'))
  const { port, host } = config.success ? config.data : {}
  const name = nonEmpty(process.env['HOST']) ?? host ?? '127.0.0.1'
  // A server that listens everywhere is called on this machine.
  const reachable = name === '0.0.0.0' ? '127.0.0.1' : name === '::' ? '::1' : name
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${nonEmpty(process.env['PORT']) ?? port ?? defaultPort}`
}

const nonEmpty = (text: string | undefined) => (text === '' ? undefined : text)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const plainFetch = (
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string | Uint8Array },
) => fetch(url, { method, headers, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }) })
