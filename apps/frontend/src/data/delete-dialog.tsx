import type { Dataset } from '@strategraph/protocol'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { keys, queryClient } from '../api/queries.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatFixed } from '../ui/format.ts'
import { errorText } from '../ui/problem-note.tsx'

/** Candles are not easily got again: asked once more before they go. */
export function DeleteDialog({ dataset, onClose }: { readonly dataset: Dataset; readonly onClose: () => void }) {
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    setError(undefined)
    try {
      await api.deleteDataset({ params: { id: dataset.id } })
      await queryClient.invalidateQueries({ queryKey: keys.datasets })
      onClose()
    } catch (cause) {
      setError(errorText(cause))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title="Delete these candles?"
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button look="danger" disabled={isBusy} onClick={() => void remove()}>
            {isBusy ? 'Deleting …' : 'Delete'}
          </Button>
        </>
      }
    >
      <div className="space-y-2 p-4">
        <p>
          <strong>{dataset.name}</strong>: {formatFixed(dataset.bars, 0)} candles of {dataset.symbol}, {dataset.interval}.
        </p>
        <p className="text-ink-soft">
          Strategies that use it cannot run until another market is chosen. Results of past runs stay; their charts can no longer be drawn.
        </p>
        {error === undefined ? null : (
          <p role="alert" className="text-down">
            {error}
          </p>
        )}
      </div>
    </Dialog>
  )
}
