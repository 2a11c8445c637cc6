import { expect, it } from 'vitest'
import { checkOneClock } from './open-dry-run.ts'

const onExchange = (exchange: string) => ({ origin: { kind: 'exchange' as const, exchange, symbol: 'BTC/USD' } })
const [simulator, sandbox, kraken] = [onExchange('simulator'), onExchange('sandbox'), onExchange('kraken')]
const made = { origin: { kind: 'simulated' as const, seed: 1, symbol: 'BTC/USD', bars: undefined } }

it.each([[[simulator, sandbox]], [[kraken, kraken]], [[made, made]], [[]]])('feeds with one clock are taken: %j', (feeds) => {
  expect(() => checkOneClock(feeds)).not.toThrow()
})

it.each([[[simulator, kraken]], [[kraken, sandbox]], [[simulator, made]], [[made, kraken]]])(
  'our own market runs at its own pace, made data at none: feeds with several clocks are refused: %j',
  (feeds) => {
    expect(() => checkOneClock(feeds)).toThrow(expect.objectContaining({ code: 'MIXED_CLOCKS' }))
  },
)
