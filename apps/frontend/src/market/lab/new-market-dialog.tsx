import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { formatFixed } from '../../ui/format.ts'
import { toast } from '../../ui/toast.tsx'
import { populationOf } from '../agents/persona-figures.ts'
import { useChannel, useMarket } from '../feed/use-market.ts'
import { personaWords } from '../market-words.ts'
import { marketKeys, refresh } from './lab-queries.ts'
import { checkNewMarket, mostAgents } from './new-market.ts'
import { useMarketAction } from './use-market-action.ts'

const drawSeed = () => String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1)

/** Ends this market and begins another one: same seed and population, same market. */
export function NewMarketDialog({ onClose }: { readonly onClose: () => void }) {
  useChannel('agents')
  const { agents, personas, status } = useMarket(['agents', 'status'], 1000)
  const [seed, setSeed] = useState(String(status?.seed ?? 1))
  const [changed, setChanged] = useState<Readonly<Record<string, string>>>({})
  const action = useMarketAction()
  const present = populationOf(agents, personas)
  const counts = present.map(({ persona, count }) => ({ persona, text: changed[persona] ?? String(count) }))
  const { total, problem, request } = checkNewMarket(seed, counts, Object.keys(changed).length > 0)
  const begin = async () => {
    if (request === undefined) return
    if (!(await action.run('reset', 'The new market did not begin.', () => api.resetMarket({ body: request })))) return
    void refresh(marketKeys.reports)
    toast({ tone: 'info', text: 'A new market has begun. A report of the former one is under Reports.' })
    onClose()
  }
  return (
    <Dialog
      title="Begin a new market"
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep this market</Button>
          <Button look="danger" disabled={request === undefined || action.busy !== undefined} onClick={() => void begin()}>
            {action.busy === undefined ? 'End this one and begin' : 'Beginning …'}
          </Button>
        </>
      }
    >
      <form
        className="space-y-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          void begin()
        }}
      >
        <p>
          This ends the present market for everybody: its orders, balances and running scenarios are gone. A report of it is kept, and
          checkpoints stay.
        </p>
        <div>
          <label htmlFor="market-seed" className="mb-1 block text-ink-soft text-xs">
            Seed: the same seed and population give the same market
          </label>
          <div className="flex gap-2">
            <input
              id="market-seed"
              data-autofocus=""
              inputMode="numeric"
              className="input num"
              value={seed}
              onChange={(event) => setSeed(event.target.value.trim())}
            />
            <IconButton label="Draw another seed" className="border border-line" onClick={() => setSeed(drawSeed())}>
              <RotateCcw />
            </IconButton>
          </div>
        </div>
        <fieldset>
          <legend className="mb-1.5 text-ink-soft text-xs">
            Who trades: {formatFixed(total, 0)} agents, at most {formatFixed(mostAgents, 0)}
          </legend>
          <div className="grid grid-cols-2 gap-x-4 gap-y-1.5">
            {counts.map(({ persona, text }) => (
              <label key={persona} className="flex items-center justify-between gap-2 text-xs">
                {personaWords(persona)}
                <input
                  inputMode="numeric"
                  className="input num w-16 text-right"
                  value={text}
                  onChange={(event) => setChanged({ ...changed, [persona]: event.target.value.trim() })}
                />
              </label>
            ))}
          </div>
        </fieldset>
        {problem === undefined ? null : (
          <p role="alert" className="text-down text-xs">
            {problem}
          </p>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
