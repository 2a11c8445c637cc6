import type { AgentAsk } from './simulation-types.ts'

/** Open questions of LLM agents, at most one each. */
export interface AskBox {
  open(ask: AgentAsk): void
  /** The agent no longer waits. */
  close(askId: string): void
  find(askId: string): AgentAsk | undefined
  /** Those not handed out before; after a restore all open ones, because whoever had them is gone. */
  take(): readonly AgentAsk[]
  snapshot(): readonly AgentAsk[]
}

export function createAskBox(saved: readonly AgentAsk[] = []): AskBox {
  const asks = new Map(saved.map((ask) => [ask.askId, ask]))
  const waiting = new Set(asks.keys())
  return {
    open: (ask) => {
      asks.set(ask.askId, ask)
      waiting.add(ask.askId)
    },
    close: (askId) => {
      asks.delete(askId)
      waiting.delete(askId)
    },
    find: (askId) => asks.get(askId),
    take: () => {
      const taken = [...asks.values()].filter(({ askId }) => waiting.has(askId))
      waiting.clear()
      return taken
    },
    snapshot: () => [...asks.values()],
  }
}
