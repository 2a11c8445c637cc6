import type { Scenario } from '../simulation/simulation-types.ts'
import { scenarioProblems } from './scenario-problems.ts'

const catalogue: readonly Scenario[] = [
  {
    id: 'flash-crash',
    title: 'Flash crash',
    summary:
      'Somebody sells many times what the book holds within a minute, some market makers step back; the fall is bought back within minutes.',
    steps: [
      { atSeconds: 0, action: { type: 'forced-flow', side: 'sell', depthMultiple: 40, seconds: 60 } },
      { atSeconds: 2, action: { type: 'withdraw-liquidity', share: 0.3, seconds: 90 } },
      { atSeconds: 150, action: { type: 'forced-flow', side: 'buy', depthMultiple: 6, seconds: 200 } },
    ],
    seconds: 600,
  },
  {
    id: 'gap',
    title: 'Gap',
    summary: 'The book is emptied and reopens 8 % lower: nothing trades in between, so stops fill far below their trigger.',
    steps: [{ atSeconds: 0, action: { type: 'gap', change: -0.08 } }],
    seconds: 300,
  },
  {
    id: 'spread-blow-out',
    title: 'Spread blow-out',
    summary: 'Market makers quote eighty times as wide as usual: every market order pays for it.',
    steps: [{ atSeconds: 0, action: { type: 'widen-spread', factor: 80, seconds: 900 } }],
    seconds: 900,
  },
  {
    id: 'feed-freeze',
    title: 'Feed freeze',
    summary: 'Market data stops while the venue trades on and falls; then everything that was missed arrives at once.',
    steps: [
      { atSeconds: 0, action: { type: 'feed-freeze', seconds: 960 } },
      { atSeconds: 120, action: { type: 'news', valueChange: -0.03, headline: 'Large holder is said to have sold' } },
    ],
    seconds: 960,
  },
  {
    id: 'liquidity-drought',
    title: 'Liquidity drought',
    summary: 'Nine of ten market makers stay away: the book is thin, and orders of ordinary size move the price.',
    steps: [
      { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.9, seconds: 900 } },
      { atSeconds: 240, action: { type: 'forced-flow', side: 'sell', depthMultiple: 6, seconds: 60 } },
    ],
    seconds: 900,
  },
  {
    id: 'fat-finger',
    title: 'Fat-finger print',
    summary: 'One market order sweeps the bids and the price is back within moments; the mirror image follows on the other side.',
    steps: [
      { atSeconds: 0, action: { type: 'fat-finger', side: 'sell', depthMultiple: 6 } },
      { atSeconds: 150, action: { type: 'fat-finger', side: 'buy', depthMultiple: 6 } },
    ],
    seconds: 300,
  },
  {
    id: 'exchange-maintenance',
    title: 'Exchange maintenance',
    summary: 'The venue closes with positions open, bad news comes meanwhile, and it reopens for resting orders first.',
    steps: [
      { atSeconds: 0, action: { type: 'mode', mode: 'cancel_only', seconds: 60 } },
      { atSeconds: 60, action: { type: 'mode', mode: 'maintenance', seconds: 660 } },
      { atSeconds: 300, action: { type: 'news', valueChange: -0.03, headline: 'Trouble at a large borrower' } },
      { atSeconds: 720, action: { type: 'mode', mode: 'post_only', seconds: 60 } },
    ],
    seconds: 900,
  },
  {
    id: 'reject-storm',
    title: 'Reject storm',
    summary: 'The overloaded venue refuses six of ten orders, stops and cancels of others go on as ever.',
    steps: [
      { atSeconds: 0, action: { type: 'reject-storm', ppm: 600_000, seconds: 900 } },
      { atSeconds: 60, action: { type: 'news', valueChange: -0.015, headline: 'Rumours around an exchange' } },
    ],
    seconds: 900,
  },
  {
    id: 'trend',
    title: 'Trend',
    summary: 'Everybody changes their mind in the same direction for half an hour: the price falls steadily, without a pause to get out.',
    steps: [{ atSeconds: 0, action: { type: 'trend', perHour: -0.06, seconds: 1800 } }],
    seconds: 1800,
  },
  {
    id: 'chop',
    title: 'Chop',
    summary: 'Trend followers rest and every move is sold or bought back: signals come in both directions, fees add up.',
    steps: [{ atSeconds: 0, action: { type: 'chop', seconds: 1800 } }],
    seconds: 1800,
  },
  {
    id: 'news-shock',
    title: 'News shock',
    summary: 'News take 6 % off what the asset is worth to everybody; quotes are pulled and come back wider.',
    steps: [
      { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.6, seconds: 60 } },
      { atSeconds: 1, action: { type: 'news', valueChange: -0.06, headline: 'Regulator forbids a product' } },
      { atSeconds: 60, action: { type: 'widen-spread', factor: 6, seconds: 240 } },
    ],
    seconds: 900,
  },
]

/** Days that strategies break on, as data: any of them can be started in any simulation. Times are those of fast markets, minutes to an hour. */
export const scenarios: readonly Scenario[] = catalogue.map(checked)

/** Undefined for an id that the catalogue does not have. */
export function findScenario(id: string): Scenario | undefined {
  return scenarios.find((scenario) => scenario.id === id)
}

function checked(scenario: Scenario): Scenario {
  const problems = scenarioProblems(scenario)
  if (problems.length > 0) throw new RangeError(`scenario ${scenario.id}: ${problems.join('; ')}`)
  return scenario
}
