import { nodeContract } from '@strategraph/test-kit'
import { expect, it } from 'vitest'
import { bitcoin, fakeContext } from '../testing/fake-context.ts'
import { closePosition } from './close-position.ts'

nodeContract(closePosition)

const config = closePosition.config.parse({ reason: 'time is up' })
const ask = (quantity: number, when: boolean | undefined) =>
  closePosition.evaluate(fakeContext({ quantity }).context, { when }, config, {}, {})

it('closes what is open, long or short, when the signal is true', () => {
  const close = { proposal: { kind: 'close', instrument: bitcoin.id, reason: 'time is up' } }
  expect(ask(2, true)).toEqual(close)
  expect(ask(-2, true)).toEqual(close)
})

it('asks for nothing while flat or without a signal', () => {
  expect(ask(0, true)).toEqual({})
  expect(ask(2, false)).toEqual({})
  expect(ask(2, undefined)).toEqual({})
})
