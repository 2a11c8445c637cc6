/** What scripts may rely on. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const

/** The command line itself is wrong: exit code 2, with a pointer to the help. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What was asked for has problems, which were printed already: the command ends with exit code 1. */
export function fail(): void {
  process.exitCode = exitCodes.failed
}
