import { nodeContract } from '@strategraph/test-kit'
import { expect, it } from 'vitest'
import { fakeContext } from '../testing/fake-context.ts'
import { fromSignals } from './from-signals.ts'

nodeContract(fromSignals)

const config = fromSignals.config.parse({ buyReason: 'B', sellReason: 'S', closeReason: 'C' })
const decide = (quantity: number, signals: { buy?: boolean; sell?: boolean; close?: boolean }) => {
  const inputs = { buy: signals.buy, sell: signals.sell, close: signals.close }
  const made = fromSignals.evaluate(fakeContext({ quantity }).context, inputs, config, {}, {}).decision
  return made === undefined ? 'nothing' : `${made.action} ${made.reason}`
}

it.each([
  [0, { buy: true }, 'buy B'],
  [0, { sell: true }, 'sell S'],
  [0, { buy: false, sell: false, close: false }, 'nothing'],
  [0, {}, 'nothing'],
  [0, { close: true }, 'nothing'],
  [0, { close: true, buy: true }, 'buy B'],
  [1, { close: true }, 'close C'],
  [1, { close: true, buy: true }, 'close C'],
  [-1, { close: true, sell: true }, 'close C'],
  [0, { buy: true, sell: true }, 'hold Contradiction: B, and S'],
] as const)('holding %d, signals %o: %s', (quantity, signals, expected) => {
  expect(decide(quantity, signals)).toBe(expected)
})
