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
  const rounded = Number(ledger.cash).toFixed(2)
  const said =
    findings.length > 0
      ? 'Our books and the venue disagree.'
      : `Cash at the end: ${rounded}, in our books and at the venue the same to the last decimal.`
  return outcome('ledger-matches-venue', said, findings)
}
