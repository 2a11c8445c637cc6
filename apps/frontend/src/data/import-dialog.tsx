import { Dialog } from '../ui/dialog.tsx'

/** Import of candles from a file: preview, report, options. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Import candles" onClose={onClose}>
      <p className="p-4">Import</p>
    </Dialog>
  )
}
