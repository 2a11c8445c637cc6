import type { CrashRule, CrashScenario, CrashTestSummary, CrashVerdict } from '@strategraph/protocol'
import { formatBothTimes, formatPercent } from '../ui/format.ts'

export const verdictWords: Readonly<Record<CrashVerdict, { readonly label: string; readonly className: string }>> = {
  passed: { label: 'Passed', className: 'bg-ok-soft text-up' },
  failed: { label: 'Failed', className: 'bg-danger-soft text-down' },
  'not-applicable': { label: 'Nothing at risk', className: 'bg-hover text-ink-soft' },
}

export const ruleWords: Readonly<Record<CrashRule['rule'], string>> = {
  'inside-limits': 'Stayed inside its limits',
  'no-order-on-stale-data': 'No order on stale data',
  'protected-within': 'Protected in time',
  'no-reject-loop': 'No loop of refused orders',
  'ledger-matches-venue': 'Books match the venue',
}

export interface BadgeWords {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'faint'
  readonly title: string
}

/** "Crash-tested 9/11": passed of all there are. What has changed since, or was not tested, never looks good. */
export function badgeWords({ passed, failed, notApplicable, total, revision, testedAt, isStale }: CrashTestSummary): BadgeWords {
  const untested = total - passed - failed - notApplicable
  const parts = [
    `${passed} of ${total} scenarios passed`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(notApplicable === 0 ? [] : [`${notApplicable} had nothing at risk`]),
    ...(untested === 0 ? [] : [`${untested} not tested`]),
  ]
  const what = revision === null ? 'an unsaved version' : `revision ${revision}`
  const changed = isStale ? ' The strategy has changed since.' : ''
  return {
    text: `${passed}/${total}`,
    tone: isStale ? 'faint' : failed > 0 ? 'bad' : passed + notApplicable === total ? 'good' : 'faint',
    title: `Crash test of ${what}: ${parts.join(', ')}.${changed} Tested ${formatBothTimes(testedAt)}.`,
  }
}

/** "12 times as long": why a scenario of minutes lasted hours. */
export function stretchWords(stretch: number): string | undefined {
  return stretch === 1 ? undefined : `${Math.round(stretch * 10) / 10} times as long as on five-minute candles`
}

/** "Price −12.3 %, spread 2 %": what a scenario did to the market; undefined where it did not begin. */
export function effectWords({ effect }: Pick<CrashScenario, 'effect'>): string | undefined {
  if (effect === null) return undefined
  const { lowestPercent, highestPercent, spreadPercent } = effect
  const moves = [lowestPercent, highestPercent].filter((percent) => Math.abs(percent) >= 0.5).map(signedPercent)
  return [
    moves.length === 0 ? 'price within 0.5 %' : `price ${moves.join(' and ')}`,
    ...(spreadPercent !== null && spreadPercent >= 0.1 ? [`spread ${formatPercent(spreadPercent)}`] : []),
  ].join(', ')
}

const signedPercent = (percent: number) => `${percent > 0 ? '+' : '−'}${formatPercent(Math.abs(percent))}`
