import { explainTrade, type JournalEvent, type Trade, type TradeExplanation } from '@strategraph/trading-engine'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../../api/client.ts'
import type { RunView } from '../../run-store.ts'

/** Events before an order that surely hold all of its moment. */
const before = 200

/** The moment in which an order was made, and what became of it, from the server's journal. */
async function eventsAbout(runId: string, orderId: string): Promise<readonly JournalEvent[]> {
  for (let after = 0; ; ) {
    const page = await api.runEvents({ params: { id: runId }, query: { after, limit: 5000, types: 'order,order.state,fill' } })
    const order = page.events.find((event) => event.type === 'order' && event.payload.order.id === orderId)
    if (order !== undefined) {
      const moment = await api.runEvents({ params: { id: runId }, query: { after: Math.max(0, order.seq - before), limit: before } })
      return [...moment.events.filter((event) => event.seq <= order.seq), ...page.events.filter((event) => event.seq > order.seq)]
    }
    const last = page.events.at(-1)
    if (!page.more || last === undefined) return []
    after = last.seq
  }
}

/** Why a trade was made: from the events in memory, or from the server's journal where they have left it. */
export function useExplanation(view: RunView, trade: Trade) {
  const { runId, forgotten, events } = view
  const isHere = forgotten === 0
  const read = useQuery({
    queryKey: ['run', runId, 'why', trade.entryOrderId, trade.exitOrderId],
    queryFn: async (): Promise<TradeExplanation> => {
      const [entry, exit] = await Promise.all([eventsAbout(runId, trade.entryOrderId), eventsAbout(runId, trade.exitOrderId)])
      return { trade, entry: explainTrade(entry, trade).entry, exit: explainTrade(exit, trade).exit }
    },
    enabled: !isHere,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return { explanation: isHere ? explainTrade(events, trade) : read.data, error: read.error, retry: () => void read.refetch() }
}
