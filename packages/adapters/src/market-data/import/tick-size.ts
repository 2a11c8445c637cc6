/** The lot size has 8 decimals and money 18, so a tick may have 10. */
export const mostTickDecimals = 10

/** Tick size from the decimals of the prices: `decimals[n]` = how many prices need n decimals. */
export function inferTickSize(decimals: readonly number[]): { readonly tickSize: string; readonly tooFine: number } {
  const finest = decimals.findLastIndex((count) => count > 0)
  const places = Math.min(Math.max(finest, 0), mostTickDecimals)
  const tooFine = decimals.slice(places + 1).reduce((sum, count) => sum + count, 0)
  return { tickSize: places === 0 ? '1' : `0.${'1'.padStart(places, '0')}`, tooFine }
}
