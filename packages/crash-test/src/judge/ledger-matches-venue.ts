import type { Tape } from '../tape.ts'
import { type Finding, outcome, type RuleOutcome } from './pass-rule.ts'

export function ledgerMatchesVenue({ ledger, venue, events }: Tape): RuleOutcome {
  const time = events.at(-1)?.time ?? 0
  const findings: Finding[] = []
  if (ledger.cash !== venue.cash) findings.push({ time, text: `Cash: ${ledger.cash} in our books, ${venue.cash} at the venue` })
  for (const instrument of new Set([...Object.keys(ledger.positions), ...Object.keys(venue.positions)])) {
    const ours = ledger.positions[instrument] ?? 0
    const theirs = venue.positions[instrument] ?? 0
    if (ours !== theirs) findings.push({ time, text: `${instrument}: ${ours} in our books, ${theirs} at the venue` })
  }
  return outcome('ledger-matches-venue', `Cash at the end: ${ledger.cash} in our books, ${venue.cash} at the venue.`, findings)
}
