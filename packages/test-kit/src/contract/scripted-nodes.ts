import { instrumentId, type Proposal } from '@strategraph/market-model'
import {
  candles,
  decision,
  defineReactiveNode,
  defineSource,
  flag,
  type NodeDefinition,
  order,
  proposal,
  quote,
  series,
  text,
} from '@strategraph/strategy-core'
import { z } from 'zod'
import { seededRandom } from '../random.ts'
import { approve, testInstrument } from '../recording-host.ts'

const described = { version: 1, summary: 'A part of a test.', help: 'Made by the test kit.', category: 'data' } as const

/** One feed of test bars. */
export const testFeed = defineSource({
  ...described,
  type: 'data.test-feed',
  title: 'Test feed',
  config: z.object({ interval: z.enum(['1m', '5m', '15m', '1h', '4h', '1d']).default('1h') }),
  outputs: { candles: candles('Bars of the test') },
  source: ({ interval }) => ({ stream: 'bars', instrument: testInstrument.id, interval, origin: { kind: 'simulated', seed: 1 } }),
})

export const testTicker = defineSource({
  ...described,
  type: 'data.test-ticker',
  title: 'Test ticker',
  config: z.object({}),
  outputs: { quote: quote('Quotes of the test') },
  source: () => ({ stream: 'quotes', instrument: testInstrument.id, interval: '1m', origin: { kind: 'simulated', seed: 1 } }),
})

/** Makes values of every kind by chance, and none in many rows. They are frozen: whoever changes an input throws. */
export const testScript = defineReactiveNode({
  ...described,
  type: 'data.test-script',
  title: 'Test script',
  config: z.object({ seed: z.int().default(1) }),
  inputs: { clock: candles('What makes it run') },
  outputs: {
    number: series('A number now and then'),
    flag: flag('Yes or no now and then'),
    text: text('Text now and then'),
    decision: decision('A decision now and then'),
    proposal: proposal('A proposal now and then'),
    order: order('An order now and then'),
  },
  effects: ['review'],
  reads: [],
  wakesOn: [],
  state: () => ({ row: 0 }),
  evaluate(_context, _inputs, { seed }, state) {
    const row = Number(state['row'])
    state['row'] = row + 1
    const random = seededRandom(seed * 7919 + row)
    const sometimes = <Value>(value: Value): Value | undefined => (random() < 0.5 ? value : undefined)
    const wish = randomProposal(random)
    const outputs = {
      number: sometimes(Math.round(random() * 1000) / 10),
      flag: sometimes(random() < 0.5),
      text: sometimes(`text ${row} {{x}} <b>`),
      decision: sometimes(
        Object.freeze({
          action: pick(['buy', 'sell', 'close', 'hold'] as const, random),
          instrument: testInstrument.id,
          reason: `row ${row}`,
          confidence: random(),
          ...(random() < 0.5 ? { sizeFraction: random() } : {}),
          ...(random() < 0.5 ? { stopLoss: 90 + random() * 20, takeProfit: 90 + random() * 20 } : {}),
        }),
      ),
      proposal: sometimes(wish),
      order: sometimes(Object.freeze(approve(wish))),
    }
    return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined))
  },
})

function randomProposal(random: () => number): Proposal {
  if (random() < 0.3) return Object.freeze({ kind: 'close', instrument: testInstrument.id, reason: 'script' })
  return Object.freeze({
    kind: 'entry',
    instrument: random() < 0.9 ? testInstrument.id : instrumentId('test', 'ETH/USD'),
    side: pick(['buy', 'sell'] as const, random),
    quantity: Object.freeze({ kind: 'units', units: random() * 2 }),
    closeFirst: random() < 0.5,
    reason: 'script',
    ...(random() < 0.5 ? { stopLoss: 90 + random() * 5, takeProfit: 105 + random() * 5 } : {}),
  })
}

function pick<Item>(items: readonly [Item, ...Item[]], random: () => number): Item {
  return items[Math.floor(random() * items.length)] ?? items[0]
}

export const scriptedNodes: readonly NodeDefinition[] = [testFeed, testTicker, testScript]
