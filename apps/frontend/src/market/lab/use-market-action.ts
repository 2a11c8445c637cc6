import { marketStatusSchema } from '@strategraph/protocol'
import { useState } from 'react'
import { errorText } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMarketSession } from '../feed/use-market.ts'

export interface MarketAction {
  /** What is being done; undefined: nothing. */
  readonly busy: string | undefined
  /** Runs one request at a time; a status that it answers is shown at once, a failure is said. True when it worked. */
  run(name: string, failure: string, request: () => Promise<unknown>): Promise<boolean>
}

export function useMarketAction(): MarketAction {
  const { store } = useMarketSession()
  const [busy, setBusy] = useState<string>()
  return {
    busy,
    async run(name, failure, request) {
      if (busy !== undefined) return false
      setBusy(name)
      try {
        const status = marketStatusSchema.safeParse(await request())
        if (status.success) store.ingest({ type: 'status', data: status.data })
        return true
      } catch (error) {
        toast({ tone: 'error', topic: `market-${name}`, text: failure, detail: errorText(error) })
        return false
      } finally {
        setBusy(undefined)
      }
    },
  }
}
