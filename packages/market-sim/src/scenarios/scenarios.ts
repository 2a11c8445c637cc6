import type { Scenario } from '../simulation/simulation-types.ts'
import { scenarioProblems } from './scenario-problems.ts'

/** One leg of the chop. */
const breakOut = { type: 'forced-flow', seconds: 300 } as const

const catalogue: readonly Scenario[] = [
  {
    id: 'flash-crash',
    title: 'Flash crash',
    summary:
      'Somebody sells until the price is 12 % lower, within a minute, while most quotes are pulled; most of the fall is bought back within minutes.',
    steps: [
      { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.7, seconds: 120 } },
      { atSeconds: 1, action: { type: 'forced-flow', side: 'sell', change: -0.12, seconds: 75 } },
      { atSeconds: 90, action: { type: 'forced-flow', side: 'buy', change: -0.03, seconds: 180 } },
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
    summary: 'Nobody leaves an order within 1 % of the middle: every market order pays for a spread of 2 %.',
    steps: [{ atSeconds: 0, action: { type: 'widen-spread', width: 0.02, seconds: 900 } }],
    seconds: 900,
  },
  {
    id: 'feed-freeze',
    title: 'Feed freeze',
    summary: 'Market data stops while the venue trades on and falls by 4 %; then everything that was missed arrives at once.',
    steps: [
      { atSeconds: 0, action: { type: 'feed-freeze', seconds: 960 } },
      { atSeconds: 120, action: { type: 'news', valueChange: -0.04, headline: 'Large holder is said to have sold' } },
      { atSeconds: 120, action: { type: 'forced-flow', side: 'sell', change: -0.04, seconds: 840 } },
    ],
    seconds: 960,
  },
  {
    id: 'liquidity-drought',
    title: 'Liquidity drought',
    summary: 'Everybody leaves a tenth of the usual quantities in the book: it is thin, and a seller in a hurry moves the price by 3 %.',
    steps: [
      { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.9, seconds: 900 } },
      { atSeconds: 240, action: { type: 'forced-flow', side: 'sell', change: -0.03, seconds: 60 } },
    ],
    seconds: 900,
  },
  {
    id: 'fat-finger',
    title: 'Fat-finger print',
    summary: 'One order sweeps the bids 8 % down and the price is back within moments; the mirror image follows on the other side.',
    steps: [
      { atSeconds: 0, action: { type: 'fat-finger', side: 'sell', change: -0.08 } },
      { atSeconds: 150, action: { type: 'fat-finger', side: 'buy', change: 0.08 } },
    ],
    seconds: 300,
  },
  {
    id: 'exchange-maintenance',
    title: 'Exchange maintenance',
    summary: 'The venue closes with positions open, bad news comes meanwhile, it reopens for resting orders first, and 4 % lower.',
    steps: [
      { atSeconds: 0, action: { type: 'mode', mode: 'cancel_only', seconds: 60 } },
      { atSeconds: 60, action: { type: 'mode', mode: 'maintenance', seconds: 660 } },
      { atSeconds: 300, action: { type: 'news', valueChange: -0.04, headline: 'Trouble at a large borrower' } },
      { atSeconds: 720, action: { type: 'mode', mode: 'post_only', seconds: 60 } },
      { atSeconds: 780, action: { type: 'forced-flow', side: 'sell', change: -0.04, seconds: 60 } },
    ],
    seconds: 900,
  },
  {
    id: 'reject-storm',
    title: 'Reject storm',
    summary: 'The overloaded venue refuses six of ten orders while the price falls by 2 %; stops and cancels of others go on as ever.',
    steps: [
      { atSeconds: 0, action: { type: 'reject-storm', ppm: 600_000, seconds: 900 } },
      { atSeconds: 60, action: { type: 'news', valueChange: -0.02, headline: 'Rumours around an exchange' } },
      { atSeconds: 60, action: { type: 'forced-flow', side: 'sell', change: -0.02, seconds: 240 } },
    ],
    seconds: 900,
  },
  {
    id: 'trend',
    title: 'Trend',
    summary:
      'Everybody changes their mind in the same direction for half an hour: the price falls steadily by 4 %, without a pause to get out.',
    steps: [
      { atSeconds: 0, action: { type: 'trend', perHour: -0.08, seconds: 1800 } },
      { atSeconds: 0, action: { type: 'forced-flow', side: 'sell', change: -0.04, seconds: 1800 } },
    ],
    seconds: 1800,
  },
  {
    id: 'chop',
    title: 'Chop',
    summary:
      'The price breaks out by 1.2 % to one side, then to the other, six times, and goes nowhere: signals in both directions, fees add up.',
    steps: [
      { atSeconds: 0, action: { type: 'chop', seconds: 1800 } },
      ...[0, 1, 2, 3, 4, 5].map((leg) => ({
        atSeconds: 300 * leg,
        action:
          leg % 2 === 0 ? ({ ...breakOut, side: 'buy', change: 0.012 } as const) : ({ ...breakOut, side: 'sell', change: -0.012 } as const),
      })),
    ],
    seconds: 1800,
  },
  {
    id: 'news-shock',
    title: 'News shock',
    summary: 'News take 6 % off what the asset is worth to everybody; quotes are pulled and come back wider.',
    steps: [
      { atSeconds: 0, action: { type: 'withdraw-liquidity', share: 0.6, seconds: 60 } },
      { atSeconds: 1, action: { type: 'news', valueChange: -0.06, headline: 'Regulator forbids a product' } },
      { atSeconds: 1, action: { type: 'forced-flow', side: 'sell', change: -0.06, seconds: 60 } },
      { atSeconds: 60, action: { type: 'widen-spread', width: 0.004, seconds: 240 } },
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
