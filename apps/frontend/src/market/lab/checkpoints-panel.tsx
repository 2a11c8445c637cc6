import type { MarketCheckpoint } from '@strategraph/protocol'
import { History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes, formatFixed, formatTime } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { formatBytes, formatClock } from '../market-words.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { marketKeys, refresh, useCheckpoints } from './lab-queries.ts'
import { useMarketAction } from './use-market-action.ts'

/** Stored states of the whole market: go back to one and try something else. */
export function CheckpointsPanel() {
  const { data, error, refetch } = useCheckpoints()
  const action = useMarketAction()
  const [name, setName] = useState('')
  const freeName = firstFreeName(data?.map((checkpoint) => checkpoint.name) ?? [])
  const [asked, setAsked] = useState<{ readonly what: 'restore' | 'delete'; readonly checkpoint: MarketCheckpoint }>()
  const save = async () => {
    const body = { name: name.trim() || freeName }
    if (!(await action.run('save', 'The checkpoint could not be saved.', () => api.createCheckpoint({ body })))) return
    setName('')
    await refresh(marketKeys.checkpoints)
  }
  const restore = async ({ id, name: title }: MarketCheckpoint) => {
    if (!(await action.run('restore', 'The checkpoint could not be restored.', () => api.restoreCheckpoint({ params: { id } })))) return
    setAsked(undefined)
    toast({ tone: 'info', text: `The market is as it was at “${title}”, and paused. Resume it when you are ready.` })
  }
  const remove = async ({ id }: MarketCheckpoint) => {
    if (!(await action.run('delete', 'The checkpoint could not be deleted.', () => api.deleteCheckpoint({ params: { id } })))) return
    setAsked(undefined)
    await refresh(marketKeys.checkpoints)
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <form
        className="flex shrink-0 items-center gap-2 border-line border-b px-2.5 py-1.5"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <input
          aria-label="Name of the checkpoint"
          placeholder={`Name, or nothing for “${freeName}”`}
          className="input h-7 text-xs"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={action.busy !== undefined}>
          {action.busy === 'save' ? 'Saving …' : 'Save checkpoint'}
        </Button>
      </form>
      {error !== null && data === undefined ? (
        <ProblemNote title="The checkpoints could not be loaded." error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="the checkpoints" />
      ) : data.length === 0 ? (
        <EmptyState title="No checkpoint yet">
          Save one before a scenario: you can come back to exactly this moment, with every order, balance and memory.
        </EmptyState>
      ) : (
        <ul aria-label="Checkpoints" className="min-h-0 flex-1 overflow-auto">
          {data
            .toSorted((a, b) => b.createdAt - a.createdAt)
            .map((checkpoint) => (
              <li key={checkpoint.id} className="flex items-center gap-2 border-line border-b px-2.5 py-1.5">
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium text-xs">{checkpoint.name}</p>
                  <p className="num text-2xs text-ink-soft" title={`Saved ${formatBothTimes(checkpoint.createdAt)}`}>
                    Market at {formatClock(checkpoint.marketTime)} UTC · {formatFixed(checkpoint.ticks, 0)} events · seed {checkpoint.seed}{' '}
                    · {formatBytes(checkpoint.bytes)}
                  </p>
                </div>
                <Button size="small" aria-label={`Restore ${checkpoint.name}`} onClick={() => setAsked({ what: 'restore', checkpoint })}>
                  <History aria-hidden="true" className="size-3.5" /> Restore
                </Button>
                <IconButton label={`Delete ${checkpoint.name}`} onClick={() => setAsked({ what: 'delete', checkpoint })}>
                  <Trash2 />
                </IconButton>
              </li>
            ))}
        </ul>
      )}
      {asked === undefined ? null : asked.what === 'restore' ? (
        <ConfirmDialog
          title="Go back to this checkpoint?"
          confirm="Restore"
          busy={action.busy === 'restore' ? 'Restoring …' : undefined}
          onConfirm={() => void restore(asked.checkpoint)}
          onClose={() => setAsked(undefined)}
        >
          <p>
            The market becomes what it was at <strong>{asked.checkpoint.name}</strong>: {formatTime(asked.checkpoint.marketTime)} UTC. It is
            paused then.
          </p>
          <p className="text-ink-soft">
            What has happened since is lost unless you save a checkpoint of the present first. Strategies that trade on this market notice
            the jump.
          </p>
        </ConfirmDialog>
      ) : (
        <ConfirmDialog
          title="Delete this checkpoint?"
          confirm="Delete"
          isDanger
          busy={action.busy === 'delete' ? 'Deleting …' : undefined}
          onConfirm={() => void remove(asked.checkpoint)}
          onClose={() => setAsked(undefined)}
        >
          <p>
            <strong>{asked.checkpoint.name}</strong> cannot be brought back. The running market is not touched.
          </p>
        </ConfirmDialog>
      )}
    </div>
  )
}

/** So that no two are called the same. */
function firstFreeName(taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number++) {
    const name = `Checkpoint ${number}`
    if (!taken.includes(name)) return name
  }
}
