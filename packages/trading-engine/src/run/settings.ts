import type { Instrument, Provenance } from '@strategraph/market-model'
import { moneyFromText } from '@strategraph/market-model'
import type { AccountLimits, AccountSettings, Plan, Problem, WorkflowSettings } from '@strategraph/strategy-core'
import { marketOf } from '../market/market.ts'

/** What a run starts with; written into `run.started`. */
export interface RunSettings {
  readonly account: AccountSettings
  readonly limits: AccountLimits
  readonly endOfData: WorkflowSettings['endOfData']
}

export interface RunSettingsOverrides {
  readonly account?: Partial<AccountSettings>
  readonly limits?: Partial<AccountLimits>
  readonly endOfData?: WorkflowSettings['endOfData']
}

/** The document's settings with what the caller replaces. */
export function runSettings(plan: Plan, overrides: RunSettingsOverrides = {}): RunSettings {
  const { account, limits, endOfData } = plan.document.settings
  return {
    account: { ...account, ...overrides.account },
    limits: { ...limits, ...overrides.limits },
    endOfData: overrides.endOfData ?? endOfData,
  }
}

/** Which market a feed node of the plan is in this run, and where its bars come from. */
export interface FeedBinding {
  readonly instrument: Instrument
  readonly provenance: Provenance
  /** Seed, dataset id, file name or exchange. */
  readonly source: string
}

/** What speaks against running: feeds without data, markets that one account cannot count in one currency, no cash. */
export function runProblems(plan: Plan, bindings: ReadonlyMap<string, FeedBinding>, { account }: RunSettings): readonly Problem[] {
  const problems: Problem[] = []
  const error = (code: string, message: string, nodeId?: string) =>
    problems.push({ path: [], code, message, severity: 'error', ...(nodeId === undefined ? {} : { nodeId }) })
  const quotes = new Set<string>()
  for (const { feed } of plan.domains) {
    const binding = bindings.get(feed)
    const label = plan.feeds.find((candidate) => candidate.nodeId === feed)?.label ?? feed
    if (binding === undefined) {
      error('FEED_MISSING', `No data was given for "${label}".`, feed)
      continue
    }
    quotes.add(binding.instrument.quote)
    try {
      marketOf(binding.instrument)
    } catch (cause) {
      error(
        'INVALID_INSTRUMENT',
        `The market of "${label}" cannot be counted exactly: ${cause instanceof Error ? cause.message : 'unknown cause'}.`,
        feed,
      )
    }
  }
  const [quote] = quotes
  if (quotes.size > 1)
    error('MIXED_QUOTE_CURRENCIES', `One account counts in one currency; the markets are quoted in ${[...quotes].join(', ')}.`)
  else if (quote !== undefined && quote !== account.currency) {
    problems.push({
      path: ['settings', 'account', 'currency'],
      code: 'CURRENCY_MISMATCH',
      message: `The market is quoted in ${quote}, the account says ${account.currency}: amounts are in ${quote}.`,
      severity: 'warning',
      expected: quote,
      received: account.currency,
    })
  }
  if (moneyFromText(account.initialCash) === 0n) error('NO_CASH', 'The account starts without cash.')
  return problems
}
