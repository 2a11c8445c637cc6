import { mostAgents } from '@strategraph/protocol'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loading } from '../../ui/empty-state.tsx'
import { formatFixed } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMarket } from '../feed/use-market.ts'
import { marketKeys, refresh, usePersonas, usePopulation } from './lab-queries.ts'
import { checkNewMarket, groupsOf } from './new-market.ts'
import { PersonaFields } from './persona-fields.tsx'
import { useMarketAction } from './use-market-action.ts'

const drawSeed = () => String(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1)

/** Ends this market and begins another one: same seed and population, same market. */
export function NewMarketDialog({ onClose }: { readonly onClose: () => void }) {
  const { status } = useMarket(['status'], 1000)
  const kinds = usePersonas()
  const present = usePopulation()
  const [seed, setSeed] = useState(String(status?.seed ?? 1))
  const [counts, setCounts] = useState<Readonly<Record<string, string>>>({})
  const [touched, setTouched] = useState<Readonly<Record<string, Readonly<Record<string, string>>>>>({})
  const action = useMarketAction()
  const typed = groupsOf(kinds.data ?? [], present.data ?? []).map((group) => ({
    ...group,
    count: counts[group.key] ?? String(group.count),
    touched: touched[group.key] ?? {},
  }))
  const isChanged = Object.keys(counts).length + Object.keys(touched).length > 0
  const { total, problem, request } = checkNewMarket(seed, typed, isChanged)
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
      onClose={onClose}
      footer={
        <>
          {/* Beside the button that it blocks: the form may be scrolled to anywhere. */}
          {problem === undefined ? null : (
            <p role="alert" className="mr-auto basis-full text-down text-xs sm:basis-0 sm:grow">
              {problem}
            </p>
          )}
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
        {kinds.error !== null ? (
          <ProblemNote title="The kinds of agents could not be loaded." error={kinds.error} retry={() => void kinds.refetch()} />
        ) : present.error !== null ? (
          <ProblemNote title="Who trades now could not be loaded." error={present.error} retry={() => void present.refetch()} />
        ) : kinds.data === undefined || present.data === undefined ? (
          <Loading what="the kinds of agents" />
        ) : (
          <fieldset>
            <legend className="text-ink-soft text-xs">
              Who trades: {formatFixed(total, 0)} agents, at most {formatFixed(mostAgents, 0)}
            </legend>
            <ul aria-label="Kinds of agents">
              {typed.map((each) => (
                <PersonaFields
                  key={each.key}
                  typed={each}
                  onCount={(count) => setCounts({ ...counts, [each.key]: count })}
                  onParameter={(name, text) => setTouched({ ...touched, [each.key]: { ...each.touched, [name]: text } })}
                />
              ))}
            </ul>
          </fieldset>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  )
}
