import type { WorkflowSummary } from '@strategraph/protocol'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { renameStrategy } from './strategy-actions.ts'

export function RenameDialog({ workflow, onClose }: { readonly workflow: WorkflowSummary; readonly onClose: () => void }) {
  const [name, setName] = useState(workflow.name)
  const [isBusy, setBusy] = useState(false)
  const trimmed = name.trim()
  const rename = async () => {
    if (trimmed === '' || trimmed === workflow.name) return onClose()
    setBusy(true)
    const isDone = await renameStrategy(workflow, trimmed)
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Dialog
      title="Rename the strategy"
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={trimmed === '' || isBusy} onClick={() => void rename()}>
            {isBusy ? 'Renaming …' : 'Rename'}
          </Button>
        </>
      }
    >
      <form
        className="p-4"
        onSubmit={(event) => {
          event.preventDefault()
          void rename()
        }}
      >
        <label className="block">
          <span className="mb-1 block text-ink-soft text-xs">Name</span>
          <input
            autoFocus
            className="input"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
        </label>
      </form>
    </Dialog>
  )
}
