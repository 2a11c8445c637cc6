import { create } from 'zustand'

/** Dialogs that any room may open; one at a time. */
export type Overlay = 'command-palette' | 'shortcuts' | 'import-data' | 'history' | 'crash-tests' | 'new-workflow'

export const useOverlay = create<{ readonly open: Overlay | undefined }>(() => ({ open: undefined }))

export function openOverlay(open: Overlay): void {
  useOverlay.setState({ open })
}

export function closeOverlay(): void {
  useOverlay.setState({ open: undefined })
}
