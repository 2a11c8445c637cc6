import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'

interface ConfirmDialogProps {
  readonly title: string
  readonly confirm: string
  readonly isDanger?: boolean
  /** What is being done, while it is. */
  readonly busy: string | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog({ title, confirm, isDanger = false, busy, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog
      title={title}
      width="narrow"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look={isDanger ? 'danger' : 'primary'} disabled={busy !== undefined} onClick={onConfirm}>
            {busy ?? confirm}
          </Button>
        </>
      }
    >
      <div className="space-y-2 p-4">{children}</div>
    </Dialog>
  )
}
