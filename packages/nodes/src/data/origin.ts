import { mostSeed } from '@strategraph/market-model'
import { z } from 'zod'

/** "BTC/USD": base and quote in capitals, as exchanges' unified symbols have it. */
export const symbolSchema = z
  .string()
  .regex(/^[A-Z0-9]{1,15}\/[A-Z0-9]{1,15}$/, 'base and quote in capitals with a slash, like BTC/USD')
  .default('BTC/USD')
  .meta({ title: 'Symbol', description: 'Base and quote, like BTC/USD', control: 'symbol' })

export const simulatedOrigin = z.object({
  kind: z.literal('simulated'),
  seed: z.int().min(0).max(mostSeed).default(1).meta({ title: 'Seed', description: 'Same seed, same market' }),
})

export const exchangeOrigin = z.object({
  kind: z.literal('exchange'),
  exchange: z
    .string()
    .regex(/^[a-z0-9]{1,30}$/, 'an exchange id in small letters, like kraken')
    .default('kraken')
    .meta({
      title: 'Exchange',
      description: "simulator, sandbox, or ccxt's id of an exchange",
      control: 'exchange',
    }),
})
