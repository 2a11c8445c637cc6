import type { MarketState } from '@strategraph/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { EmptyState, Loading } from '../ui/empty-state.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { type MarketSession, openMarketSession } from './feed/market-session.ts'
import { MarketContext } from './feed/use-market.ts'
import { marketKeys } from './lab/lab-queries.ts'
import { MarketLayout } from './market-layout.tsx'

/** The simulated market: to watch, to study and to practise in. */
export function MarketPage({ symbol }: { readonly symbol: string | undefined }) {
  const { data, error, refetch } = useQuery({
    queryKey: marketKeys.state,
    queryFn: () => api.marketState({}),
    // Only what the page begins with; from then on the stream tells.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  return (
    <main className="h-full overflow-hidden">
      {data !== undefined ? (
        <Opened state={data} wanted={symbol} />
      ) : error !== null ? (
        <ProblemNote title="The simulated market could not be opened." error={error} retry={() => void refetch()} />
      ) : (
        <Loading what="the market" />
      )}
    </main>
  )
}

function Opened({ state, wanted }: { readonly state: MarketState; readonly wanted: string | undefined }) {
  const symbols = state.markets.map(({ symbol }) => symbol)
  const symbol = symbols.find((known) => known === wanted) ?? symbols[0]
  const [session, setSession] = useState<MarketSession>()
  const first = symbol ?? ''
  useEffect(() => {
    if (first === '') return
    const opened = openMarketSession(first, state)
    setSession(opened)
    return () => opened.close()
    // The market that is looked at changes within one session.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [state])
  useEffect(() => session?.choose(first), [session, first])
  if (symbol === undefined) return <EmptyState title="No market here">This server simulates no instrument.</EmptyState>
  if (session === undefined) return <Loading what="the market" />
  return (
    <MarketContext value={session}>
      <MarketLayout symbol={symbol} />
    </MarketContext>
  )
}
