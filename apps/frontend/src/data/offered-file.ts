import { create } from 'zustand'
import { openOverlay } from '../app/overlays.ts'

/** A file that was dropped somewhere and waits for the import dialog. */
export const useOfferedFile = create<{ readonly file: File | undefined }>(() => ({ file: undefined }))

/** Opens the import dialog with a file. */
export function offerCandleFile(file: File): void {
  useOfferedFile.setState({ file })
  openOverlay('import-data')
}

export const forgetOfferedFile = (): void => useOfferedFile.setState({ file: undefined })
