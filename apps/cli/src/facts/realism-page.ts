import { agentCount, type Contender, type FactsPlan, publishedSeeds, tapeMinutes, usualMinutes, warmUpMinutes } from './contenders.ts'
import type { FactTable } from './fact-table.ts'
import { markdownTable } from './print-table.ts'

/** The published page, without anything that depends on when and where it was made. */
export function realismPage(candles: FactTable, ticks: FactTable, contenders: readonly Contender[], { seeds, minutes }: FactsPlan): string {
  const isUsual = seeds.join() === publishedSeeds.join()
  const flags = [...(minutes === usualMinutes ? [] : [`--minutes ${minutes}`]), ...(isUsual ? [] : seeds.map((seed) => `--seed ${seed}`))]
  const command = ['npm run strategraph -- facts', ...flags, '--write docs/market-realism.md'].join(' ')
  const hours = contenders.flatMap(({ name, hours: scores }) => (scores === undefined ? [] : [`${name} ${scores.join(', ')}`]))
  const scores = ({ columns }: FactTable) => columns.map(({ name, score, of }) => `${name} ${score} of ${of}`).join(', ')
  return `# How real the simulated market is

Made by \`${command}\`; the same seeds give the same numbers on every machine. What is measured, how the real
ranges were made and why these facts are scored: [facts.decision.md](../packages/market-sim/src/facts/facts.decision.md).

- **Ours**: BTC/USD of the default simulation, alone with its ${agentCount} agents (the other two markets would only cost time), seeds ${seeds.join(', ')}; ${minutes.toLocaleString('en-US')} minutes of candles after a warm-up of
  ${warmUpMinutes} minutes, trades and quotes of the last ${tapeMinutes} minutes.
- **Seeded generator**: the older market without a book (a GARCH process). **Random walk**, **random orders**: what chance alone scores.
- **Real**: eight series of 1-minute candles (Bitfinex BTC and ETH 2018 to 2019, FTX BTC perpetual 2022, Bybit DOGE 2025), as they are; trades and quotes of Binance
  spot BTC and ETH (2024, two series of eleven minutes, therefore widened by the factor 1.5 at both ends).

Candles: ${scores(candles)}. Ticks: ${scores(ticks)}. Bold: inside the real range.

One hour of trades is a small sample. All recorded hours, spread evenly over the minutes, the last one is in the table: ${hours.join('; ')}.

## 1-minute candles, scored

${markdownTable(candles, { isScored: true })}

## Trades and quotes, scored

${markdownTable(ticks, { isScored: true })}

## Not scored

The other published facts: not part of the score, measured in the same way.

${markdownTable(candles, { isScored: false })}

${markdownTable(ticks, { isScored: false })}
`
}
