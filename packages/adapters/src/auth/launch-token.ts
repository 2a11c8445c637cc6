import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { writeDurably } from '../data-folder/durable-file.ts'

/** The secret in the address that the server prints at its start; works once. */
export interface LaunchToken {
  /** Put behind `#` in the launch address, so that it is never sent to a server or written to a log by the browser. */
  readonly token: string
  /** True exactly once, for the right token; the file is removed then. */
  redeem(token: string): Promise<boolean>
}

const digest = (text: string) => createHash('sha256').update(text).digest()

/** A new launch token in a file that only its owner can read (for tools on the same machine); replaces an earlier one. */
export async function createLaunchToken(path: string): Promise<LaunchToken> {
  const token = randomBytes(32).toString('base64url')
  let expected: Buffer | undefined = digest(token)
  await writeDurably(path, `${token}\n`)
  return {
    token,
    async redeem(given) {
      if (expected === undefined || !timingSafeEqual(digest(given), expected)) return false
      expected = undefined // before the first await: two requests at once must not both get in
      await rm(path, { force: true })
      return true
    },
  }
}
