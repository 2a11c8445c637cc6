/** What stops new entries of a run. Closes and protection go on. */
export interface Blocks {
  paused: boolean
  killed: boolean
  ledgerMismatch: boolean
}

export const noBlocks = (): Blocks => ({ paused: false, killed: false, ledgerMismatch: false })
