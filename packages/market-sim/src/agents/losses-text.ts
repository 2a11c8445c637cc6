/** What a reason says of the losses before it; nothing where there were none. */
export function lossesText(losses: number): string {
  if (losses < 1) return ''
  return losses === 1 ? ' (after a loss)' : ` (after ${losses} losses in a row)`
}
