import { importFile } from './commands/import-file.ts'
import { useFileDrop } from '../ui/use-file-drop.ts'

/** A strategy file dropped anywhere opens as a new strategy in a new tab. */
export function FileDrop() {
  const isOver = useFileDrop(importFile)
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-3 z-50 grid place-items-center rounded-xl border-2 border-accent border-dashed bg-accent-soft/80 font-medium text-base">
      Drop the strategy file: it opens in a new tab
    </div>
  )
}
