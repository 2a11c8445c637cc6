import type { Revision } from '@strategraph/adapters'

type Conflict = Revision & { readonly conflictId: string }

/** Versions that lost a conflict, oldest first. The list only grows, so a place in it is a stable name. */
export function listConflicts(revisions: readonly Revision[]): readonly Conflict[] {
  return revisions
    .filter((revision): revision is Conflict => revision.conflictId !== undefined)
    .toSorted((a, b) => a.savedAt - b.savedAt || (a.conflictId < b.conflictId ? -1 : 1))
}

/** The protocol names a version by one integer: saved revisions count up from 1, lost ones down from -1. */
export function conflictNumber(revisions: readonly Revision[], conflictId: string): number {
  return -1 - listConflicts(revisions).findIndex((conflict) => conflict.conflictId === conflictId)
}
