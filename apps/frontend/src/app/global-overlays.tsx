import { Suspense, lazy } from 'react'
import { closeOverlay, useOverlay } from './overlays.ts'

const ImportDialog = lazy(() => import('../data/import-dialog.tsx').then((module) => ({ default: module.ImportDialog })))

/** Dialogs that do not belong to one canvas. Loaded when first opened. */
export function GlobalOverlays() {
  const open = useOverlay((store) => store.open)
  return <Suspense fallback={null}>{open === 'import-data' ? <ImportDialog onClose={closeOverlay} /> : null}</Suspense>
}
