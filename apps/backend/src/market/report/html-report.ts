import { escapeHtml } from './escape-html.ts'
import { numberText, percentText, spanText, timeText } from './number-text.ts'
import { extremeAgents, marketFigures, personaFigures, type ReportFacts } from './report-facts.ts'
import { barChart, lineChart } from './svg-chart.ts'

const shownEvents = 500
const shownAgents = 4

/** The report as one page: no script, no request to anywhere, charts inline. */
export function htmlReport(facts: ReportFacts): string {
  const { summary, config, recording, agents, events } = facts
  const times = recording.times.map((time) => time / 1000)
  const personas = personaFigures(facts)
  const title = `Simulated market, seed ${summary.seed}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<p class="label">Simulated</p>
<h1>${escapeHtml(title)}</h1>
<p>Nothing in this report happened on a real market. From ${timeText(summary.marketFrom)} to ${timeText(summary.marketTo)} of market time
(${spanText(summary.marketTo - summary.marketFrom)}), ${numberText(summary.ticks, 15)} events, ${agents.length} agents. Written ${timeText(summary.createdAt)}.</p>
</header>
<section>
<h2>Markets</h2>
${table(
  ['market', 'first', 'last', 'change', 'high', 'low', 'volume', 'trades', 'spread (bp)', 'volatility (a year)'],
  marketFigures(facts).map((market) => [
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
)}
${recording.markets
  .map(({ symbol, last, spread, bought, sold }) =>
    [
      lineChart({ title: `${symbol}: price`, times, lines: [{ name: symbol, values: last }] }),
      lineChart({
        title: `${symbol}: volume`,
        times,
        lines: [{ name: 'volume', values: bought.map((quantity, at) => quantity + (sold[at] ?? 0)) }],
      }),
      lineChart({ title: `${symbol}: spread in basis points`, times, lines: [{ name: 'spread', values: spread }] }),
      lineChart({
        title: `${symbol}: order flow, bought and sold by takers`,
        times,
        lines: [
          { name: 'bought', values: bought },
          { name: 'sold', values: sold },
        ],
      }),
    ].join('\n'),
  )
  .join('\n')}
</section>
<section>
<h2>Agents</h2>
<p>By trading: against what they were given at the prices of the end, so without the market's own move.</p>
${barChart({ title: 'Mean return by persona', bars: personas.map(({ persona, meanRoi }) => ({ name: persona, value: meanRoi })), format: percentText })}
${table(
  ['persona', 'agents', 'mean return', 'by trading', 'best', 'worst', 'trades'],
  personas.map(({ persona, agents: count, meanRoi, meanByTrading, bestRoi, worstRoi, trades }) => [
    persona,
    numberText(count),
    percentText(meanRoi),
    percentText(meanByTrading),
    percentText(bestRoi),
    percentText(worstRoi),
    numberText(trades),
  ]),
)}
${lineChart({
  title: 'Return of the best and the worst agents',
  times: recording.equityTimes.map((time) => time / 1000),
  lines: extremeAgents(facts, shownAgents).map(({ name, roi }) => ({ name, values: roi })),
  format: percentText,
})}
${table(
  ['agent', 'persona', 'decided by', 'capital', 'equity', 'return', 'by trading', 'trades', 'last reason'],
  agents
    .toSorted((a, b) => b.roi - a.roi)
    .map((agent) => [
      agent.name,
      agent.persona,
      agent.mind,
      numberText(agent.initialCapital),
      numberText(agent.equity),
      percentText(agent.roi),
      percentText(agent.roiByTrading),
      numberText(agent.trades),
      agent.lastDecision?.reason ?? '',
    ]),
)}
</section>
<section>
<h2>What happened</h2>
${events.length > shownEvents ? `<p>The last ${shownEvents} of ${events.length} events.</p>` : ''}
<ol class="story">
${events
  .slice(-shownEvents)
  .map(
    ({ time, symbol, title: headline, text }) =>
      `<li><time>${timeText(time)}</time> ${symbol === null ? '' : `<b>${escapeHtml(symbol)}</b> `}${escapeHtml(headline)}<br><small>${escapeHtml(text)}</small></li>`,
  )
  .join('\n')}
</ol>
</section>
<section>
<h2>Configuration</h2>
<p>The same configuration and the same inputs give the same market again.</p>
<pre>${escapeHtml(JSON.stringify(config, undefined, 2))}</pre>
</section>
</body>
</html>
`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: 'th' | 'td', texts: readonly string[]) => texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')
  return `<div class="wide"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}</tbody></table></div>`
}

const lineColours = ['#3b82f6', '#f59e0b', '#10b981', '#ef4444', '#8b5cf6', '#06b6d4', '#ec4899', '#84cc16']
const style = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 960px; margin: 0 auto; padding: 24px 16px; }
h1, h2, h3 { line-height: 1.25; } h3 { font-size: 1em; margin: 0 0 4px; }
.label { display: inline-block; margin: 0; padding: 2px 10px; border: 1px solid currentColor; border-radius: 999px; font-weight: 600; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9em; }
th, td { text-align: left; padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
figure { margin: 20px 0; } svg { width: 100%; height: auto; } .grid { stroke: var(--line); }
.tick { font-size: 11px; fill: currentColor; opacity: .75; } .line { fill: none; stroke-width: 1.5; } .bar.up { fill: #10b981; } .bar.down { fill: #ef4444; }
.legend span { margin-right: 14px; font-size: .85em; } .empty { opacity: .7; }
${lineColours.map((colour, index) => `path.c${index} { stroke: ${colour}; } span.c${index} { color: ${colour}; }`).join('\n')}
.story { padding-left: 20px; } time { opacity: .75; font-variant-numeric: tabular-nums; } pre { overflow-x: auto; font-size: .85em; }
`
