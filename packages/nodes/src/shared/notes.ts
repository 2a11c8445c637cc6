/** Sentences that are true of many nodes, written once. */
export const skipsMissing = 'Bars without a value are skipped: nothing is counted and nothing comes out there.'
export const wilderBook = 'J. Welles Wilder, New Concepts in Technical Trading Systems, 1978'
