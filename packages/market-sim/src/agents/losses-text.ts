/** What a reason says of the losses before it; nothing where there were none. */
export function lossesText(losses: number): string {
  return losses < 1 ? '' : ` (after ${lossesWords(losses)})`
}

/** Of one loss at least. */
export const lossesWords = (losses: number): string => (losses === 1 ? 'a loss' : `${losses} losses in a row`)
