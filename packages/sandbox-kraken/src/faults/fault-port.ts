import type { MarketMode } from '@strategraph/market-sim'
import {
  type FaultRule,
  type FaultRuleInput,
  faultRuleSchema,
  type FaultStateInput,
  faultStateSchema,
  type HookInput,
  type HookPhase,
  type LoggedRequest,
  type MessageEffect,
  type RequestEffect,
} from './fault-types.ts'
import { callHook, type Hook, openHook } from './hooks.ts'
import { createMatcher, type Matcher } from './matcher.ts'

/** Breaks the exchange on purpose. Off unless the sandbox was made with it. */
export interface FaultPort {
  /** The first rule that strikes decides. Answers its id. Throws ZodError for a rule that is none. */
  addRule(rule: FaultRuleInput): string
  removeRule(id: string): boolean
  rules(): readonly { readonly id: string; readonly rule: FaultRule; readonly struck: number }[]
  /** Calls a function of this process, or posts to a URL of this machine. Throws TypeError for any other host. */
  addHook(hook: HookInput): string
  removeHook(id: string): boolean
  /** Changes what is given. */
  set(state: FaultStateInput): void
  /** Takes back rules, hooks and state. The log stays. */
  clear(): void
  /** Oldest first, the newest 10,000. */
  log(): readonly LoggedRequest[]
  clearLog(): void
}

/** What the exchange asks it. */
export interface Faults {
  readonly port: FaultPort
  readonly silence: 'off' | 'data' | 'all'
  lagOf(endpoint: string): number
  request(target: string, key: string | undefined): RequestEffect | undefined
  message(channel: string, key: string | undefined): MessageEffect | undefined
  /** Resolves when all hooks of that moment have answered. */
  hook(phase: HookPhase, target: string, key: string | undefined): Promise<void>
  record(target: string, key: string | undefined, params: unknown, fault: string | undefined): LoggedRequest
}

export interface FaultEffects {
  shiftClock(milliseconds: number): void
  forceMode(symbol: string, mode: MarketMode | undefined): void
}

const keptRequests = 10_000

export function createFaults(effects: FaultEffects, realNow: () => number): Faults {
  const rules = new Map<string, { readonly rule: FaultRule; readonly matcher: Matcher }>()
  const hooks = new Map<string, Hook>()
  const log: LoggedRequest[] = []
  const forced = new Set<string>()
  let lastId = 0
  let lastRequest = 0
  let silence: 'off' | 'data' | 'all' = 'off'
  let lag = { ms: 0, endpoints: ['OpenOrders'] }
  const nextId = (kind: string) => {
    lastId += 1
    return `${kind}-${lastId}`
  }
  const striking = (on: FaultRule['on'], target: string, key: string | undefined) => {
    for (const { rule, matcher } of rules.values()) if (rule.on === on && matcher.strikes(target, key)) return rule.effect
    return undefined
  }
  const port: FaultPort = {
    addRule(input) {
      const rule = faultRuleSchema.parse(input)
      const id = nextId('rule')
      rules.set(id, { rule, matcher: createMatcher(rule) })
      return id
    },
    removeRule: (id) => rules.delete(id),
    rules: () => [...rules].map(([id, { rule, matcher }]) => ({ id, rule, struck: matcher.struck })),
    addHook(input) {
      const hook = openHook(input)
      const id = nextId('hook')
      hooks.set(id, hook)
      return id
    },
    removeHook: (id) => hooks.delete(id),
    set(input) {
      const state = faultStateSchema.parse(input)
      if (state.clockShiftMs !== undefined) effects.shiftClock(state.clockShiftMs)
      if (state.lag !== undefined) lag = state.lag
      if (state.silence !== undefined) silence = state.silence
      for (const [symbol, mode] of Object.entries(state.modes ?? {})) {
        effects.forceMode(symbol, mode ?? undefined)
        forced.add(symbol)
      }
    },
    clear() {
      rules.clear()
      hooks.clear()
      silence = 'off'
      lag = { ms: 0, endpoints: [] }
      effects.shiftClock(0)
      for (const symbol of forced) effects.forceMode(symbol, undefined)
      forced.clear()
    },
    log: () => [...log],
    clearLog: () => {
      log.length = 0
    },
  }
  return {
    port,
    get silence() {
      return silence
    },
    lagOf: (endpoint) => (lag.endpoints.includes(endpoint) ? lag.ms : 0),
    request(target, key) {
      const effect = striking('request', target, key)
      return effect === undefined || isMessageEffect(effect) ? undefined : effect
    },
    message(channel, key) {
      const effect = striking('message', channel, key)
      return effect !== undefined && isMessageEffect(effect) ? effect : undefined
    },
    async hook(phase, target, key) {
      const due = [...hooks.values()].filter((hook) => hook.phase === phase && hook.matcher.strikes(target, key))
      for (const hook of due) await callHook(hook, { phase, target, key, calls: hook.matcher.struck - 1 })
    },
    record(target, key, params, fault) {
      lastRequest += 1
      const entry: LoggedRequest = { seq: lastRequest, at: realNow(), target, key, params, fault, outcome: undefined }
      log.push(entry)
      if (log.length > keptRequests) log.shift()
      return entry
    },
  }
}

const messageEffects: readonly string[] = ['drop-message', 'duplicate-message', 'hold-message', 'delay-message', 'close-socket']
const isMessageEffect = (effect: RequestEffect | MessageEffect): effect is MessageEffect => messageEffects.includes(effect.type)
