import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { z } from 'zod'
import { ensureFolder, isMissing, readIfThere, writeDurably } from '../data-folder/durable-file.ts'

/** What is kept of a token: never the token itself. */
export interface TokenInfo {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  /** Last characters, to recognise it in a list. */
  readonly ending: string
}

const recordSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  ending: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
type TokenRecord = z.output<typeof recordSchema>

const infoOf = ({ id, name, createdAt, ending }: TokenRecord): TokenInfo => ({ id, name, createdAt, ending })

const prefix = 'sgr_'
const idText = /^[0-9A-Z]{26}$/
const digest = (token: string) => createHash('sha256').update(token).digest()

/** A new token for scripts. `token` is shown this once; one file per token, so that the CLI may add one while the server runs. */
export async function createToken(
  folder: string,
  name: string,
  now: () => number = Date.now,
): Promise<{ readonly token: string; readonly info: TokenInfo }> {
  await ensureFolder(folder)
  // 256 random bits need no salt or slow hash: there is nothing to guess.
  const token = prefix + randomBytes(32).toString('base64url')
  const info = { id: ulid(now()), name: name.slice(0, 100), createdAt: now(), ending: token.slice(-4) }
  await writeDurably(join(folder, `${info.id}.json`), `${JSON.stringify({ ...info, sha256: digest(token).toString('hex') })}\n`)
  return { token, info }
}

export async function listTokens(folder: string): Promise<readonly TokenInfo[]> {
  return (await readRecords(folder)).map(infoOf)
}

/** False where there was no such token. */
export async function revokeToken(folder: string, id: string): Promise<boolean> {
  if (!idText.test(id)) return false
  try {
    await rm(join(folder, `${id}.json`))
    return true
  } catch (cause) {
    if (isMissing(cause)) return false
    throw cause
  }
}

export interface TokenVerifier {
  /** The token's info, or undefined for a wrong one. Compares in constant time; sees tokens created or revoked by other processes. */
  verify(token: string): Promise<TokenInfo | undefined>
}

export function tokenVerifier(folder: string): TokenVerifier {
  let cached: { readonly stamp: number; readonly records: readonly TokenRecord[] } | undefined
  return {
    async verify(token) {
      if (!token.startsWith(prefix) || token.length > 100) return undefined
      const stamp = await changeStamp(folder)
      const records = cached?.stamp === stamp ? cached.records : await readRecords(folder)
      // A folder that changed a moment ago may change again within the same time stamp: a revoked token must not stay cached.
      cached = Date.now() - stamp > 1000 ? { stamp, records } : undefined
      const given = digest(token)
      let found: TokenRecord | undefined
      // All records are compared, so that the time tells nothing about which one came close.
      for (const record of records) if (timingSafeEqual(given, Buffer.from(record.sha256, 'hex'))) found = record
      return found === undefined ? undefined : infoOf(found)
    },
  }
}

/** Changes whenever a file of the folder is added or removed. */
async function changeStamp(folder: string): Promise<number> {
  try {
    return (await stat(folder)).mtimeMs
  } catch (cause) {
    if (isMissing(cause)) return -1
    throw cause
  }
}

async function readRecords(folder: string): Promise<readonly TokenRecord[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    if (isMissing(cause)) return []
    throw cause
  })
  const records: TokenRecord[] = []
  for (const name of names.filter((each) => idText.test(each.slice(0, -5)) && each.endsWith('.json')).toSorted()) {
    const record = parseRecord(await readIfThere(join(folder, name)))
    if (record !== undefined) records.push(record)
  }
  return records
}

/** A file that cannot be read is no token: it lets nobody in. */
function parseRecord(text: string | undefined): TokenRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(text ?? ''))
  } catch {
    return undefined
  }
}
