import type { HookEvent, HookInput, HookPhase } from './fault-types.ts'
import { hookSchema } from './fault-types.ts'
import { createMatcher, type Matcher } from './matcher.ts'

export interface Hook {
  readonly phase: HookPhase
  readonly matcher: Matcher
  readonly call: (event: HookEvent) => void | Promise<void>
}

const hookTimeout = 30_000

/** Throws TypeError for a URL that is not of this machine, ZodError for anything else that is wrong. */
export function openHook({ call, url, ...input }: HookInput): Hook {
  const { phase, ...match } = hookSchema.omit({ url: true }).parse(input)
  const matcher = createMatcher({ ...match, probability: 1, seed: 1 })
  if (call !== undefined) return { phase, matcher, call }
  const address = new URL(url ?? '')
  // Not a way to make this server call others.
  if (address.protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)) {
    throw new TypeError(`hooks call back on this machine only, not ${address.origin}`)
  }
  return {
    phase,
    matcher,
    async call(event) {
      await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
        redirect: 'error',
        signal: AbortSignal.timeout(hookTimeout),
      })
    },
  }
}

/** A hook that fails, or whose process is gone, holds nothing up. */
export async function callHook(hook: Hook, event: HookEvent): Promise<void> {
  try {
    await hook.call(event)
  } catch {
    // Its own business: a crash harness kills who it calls.
  }
}
