/** How far a running scenario is, 0 to 1, and how much market time it still takes. */
export function scenarioProgress(
  { startedAt, endsAt }: { readonly startedAt: number; readonly endsAt: number },
  now: number,
): { readonly share: number; readonly leftMs: number } {
  const whole = endsAt - startedAt
  const share = whole <= 0 ? 1 : Math.max(0, Math.min(1, (now - startedAt) / whole))
  return { share, leftMs: Math.max(0, endsAt - now) }
}
