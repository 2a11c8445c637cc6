import { extremeAgents, marketFigures, personaFigures, type ReportFacts } from './report-facts.ts'
import { numberText, percentText, spanText, timeText } from './number-text.ts'

const shownEvents = 200
const shownAgents = 5
const sparkWidth = 60

/** The report as Markdown; charts are rows of block characters, which every reader can show. */
export function markdownReport(facts: ReportFacts): string {
  const { summary, config, recording, agents, events } = facts
  const markets = marketFigures(facts)
  const ranked = agents.toSorted((a, b) => b.roi - a.roi)
  return [
    `# Simulated market, seed ${summary.seed}`,
    '',
    '**Simulated.** Nothing in this report happened on a real market.',
    '',
    `From ${timeText(summary.marketFrom)} to ${timeText(summary.marketTo)} of market time (${spanText(summary.marketTo - summary.marketFrom)}), ` +
      `${numberText(summary.ticks, 15)} events, ${agents.length} agents. Written ${timeText(summary.createdAt)}.`,
    '',
    '## Markets',
    '',
    table(
      ['market', 'first', 'last', 'change', 'high', 'low', 'volume', 'trades', 'spread (bp)', 'volatility (a year)'],
      markets.map((market) => [
        market.symbol,
        numberText(market.first),
        numberText(market.last),
        percentText(market.change),
        numberText(market.high),
        numberText(market.low),
        numberText(market.volume),
        numberText(market.trades),
        numberText(market.spread, 3),
        percentText(market.volatility),
      ]),
    ),
    ...recording.markets.flatMap(({ symbol, last, spread, bought, sold }) => [
      '',
      `### ${escapeMarkdown(symbol)}`,
      '',
      '```text',
      `price      ${spark(last)}`,
      `spread     ${spark(spread)}`,
      `volume     ${spark(bought.map((quantity, at) => quantity + (sold[at] ?? 0)))}`,
      `order flow ${spark(bought.map((quantity, at) => quantity - (sold[at] ?? 0)))}`,
      '```',
    ]),
    '',
    '## Return by persona',
    '',
    "By trading: against what they were given at the prices of the end, so without the market's own move.",
    '',
    table(
      ['persona', 'agents', 'mean', 'by trading', 'best', 'worst', 'trades'],
      personaFigures(facts).map(({ persona, agents: count, meanRoi, meanByTrading, bestRoi, worstRoi, trades }) => [
        persona,
        numberText(count),
        percentText(meanRoi),
        percentText(meanByTrading),
        percentText(bestRoi),
        percentText(worstRoi),
        numberText(trades),
      ]),
    ),
    '',
    '## Best and worst agents',
    '',
    table(
      ['agent', 'persona', 'decided by', 'capital', 'equity', 'return', 'by trading', 'trades'],
      (ranked.length <= 2 * shownAgents ? ranked : [...ranked.slice(0, shownAgents), ...ranked.slice(-shownAgents)]).map((agent) => [
        agent.name,
        agent.persona,
        agent.mind,
        numberText(agent.initialCapital),
        numberText(agent.equity),
        percentText(agent.roi),
        percentText(agent.roiByTrading),
        numberText(agent.trades),
      ]),
    ),
    '',
    '```text',
    ...extremeAgents(facts, shownAgents).map(({ name, roi }) => `${name.slice(0, 24).padEnd(24)} ${spark(roi)}`.replaceAll('`', "'")),
    '```',
    '',
    '## What happened',
    '',
    ...(events.length > shownEvents ? [`The last ${shownEvents} of ${events.length} events.`, ''] : []),
    ...events
      .slice(-shownEvents)
      .map(({ time, symbol, title, text }) =>
        escapeMarkdown(`${timeText(time)}${symbol === null ? '' : ` ${symbol}`}: ${title}${text === '' ? '' : `. ${text}`}`),
      )
      .map((line) => `- ${line}`),
    '',
    '## Configuration',
    '',
    'The same configuration and the same inputs give the same market again.',
    '',
    '```json',
    JSON.stringify(config, undefined, 2),
    '```',
    '',
  ].join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n')
}

/** What a model wrote must not become markup, nor a link. */
export const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\`*_[\]<>|#!~&]/g, (mark) => `\\${mark}`)

const blocks = '▁▂▃▄▅▆▇█'

/** Values as a row of blocks, lowest to highest of the row; a gap where there is no value. */
export function spark(values: readonly (number | null)[]): string {
  const width = Math.min(sparkWidth, values.length)
  const picked = Array.from({ length: width }, (_, at) => values[Math.floor((at * values.length) / width)] ?? null)
  const known = picked.filter((value) => value !== null)
  if (known.length === 0) return 'no data'
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const level = (value: number) => (high === low ? 3 : Math.round(((value - low) / (high - low)) * (blocks.length - 1)))
  return `${picked.map((value) => (value === null ? ' ' : blocks.charAt(level(value)))).join('')} ${numberText(low, 5)} to ${numberText(high, 5)}`
}
