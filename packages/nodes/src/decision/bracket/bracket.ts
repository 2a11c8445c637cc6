import type { Denial, Side } from '@strategraph/market-model'
import { decision, defineReactiveNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'

const measure = (title: string) =>
  z
    .enum(['price', 'distance', 'none'])
    .default('distance')
    .meta({ title, description: 'A price; a distance from the close of this candle, such as 2 x ATR; or none' })

export const bracket = defineReactiveNode({
  type: 'decision.bracket',
  version: 1,
  title: 'Bracket',
  summary: 'Adds a stop-loss and a take-profit to a decision.',
  category: 'decision',
  keywords: ['stop loss', 'take profit', 'sl', 'tp', 'target', 'protection', 'oco', 'atr stop'],
  icon: 'brackets',
  help: `Puts a stop-loss and a take-profit on a decision to buy or sell. Each is given as a **price**, or as a **distance** from the close of the
candle that decided: for a buy the stop lies below and the target above, for a sell the other way round. Compute the distance from what you like, for
example *ATR* x 2.

- The levels belong to the position: the one that fills cancels the other. Where both lie within one candle, the stop counts.
- A level that has no value yet, or lies on the wrong side of the close, means **no trade**: the decision becomes hold and the refusal
  is on record (\`MISSING_STOP\`, \`INVALID_PRICE\`). A bracket that was asked for is never silently left out.
- Decisions to close or hold pass unchanged.`,
  config: z.object({ stopLoss: measure('Stop-loss is'), takeProfit: measure('Take-profit is') }),
  inputs: {
    decision: decision('What to protect', { title: 'Decision' }),
    stop: series('Stop-loss: price or distance', { title: 'Stop-loss', optional: true }),
    target: series('Take-profit: price or distance', { title: 'Take-profit', optional: true }),
  },
  outputs: { decision: decision('The decision with its stop-loss and take-profit') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['decision'],
  evaluate(context, inputs, config) {
    const { decision: wish } = inputs
    if (wish === undefined) return {}
    if (wish.action === 'hold' || wish.action === 'close') return { decision: wish }
    const close = context.portfolio.lastPrice(wish.instrument)
    const stop = level({ name: 'stop-loss', measure: config.stopLoss, value: inputs.stop, close, side: wish.action, isAgainst: true })
    const target = level({
      name: 'take-profit',
      measure: config.takeProfit,
      value: inputs.target,
      close,
      side: wish.action,
      isAgainst: false,
    })
    for (const { denial } of [stop, target]) {
      if (denial === undefined) continue
      context.deny(denial)
      return { decision: { action: 'hold', instrument: wish.instrument, reason: `No trade: ${denial.message}` } }
    }
    return {
      decision: {
        ...wish,
        ...(stop.price === undefined ? {} : { stopLoss: stop.price }),
        ...(target.price === undefined ? {} : { takeProfit: target.price }),
      },
    }
  },
})

interface Level {
  readonly name: string
  readonly measure: 'price' | 'distance' | 'none'
  readonly value: number | undefined
  readonly close: number
  readonly side: Side
  /** Whether it lies where the trade loses. */
  readonly isAgainst: boolean
}

function level({ name, measure, value, close, side, isAgainst }: Level): { readonly price?: number; readonly denial?: Denial } {
  if (measure === 'none') return {}
  if (value === undefined || !Number.isFinite(value)) {
    return { denial: { code: isAgainst ? 'MISSING_STOP' : 'INVALID_PRICE', message: `the ${name} has no value at this candle` } }
  }
  const isBelow = (side === 'buy') === isAgainst
  const price = measure === 'price' ? value : isBelow ? close - value : close + value
  const isOnItsSide = isBelow ? price < close && price > 0 : price > close
  if (isOnItsSide) return { price }
  const message = `the ${name} ${price} of a ${side} does not lie ${isBelow ? 'between 0 and' : 'above'} the close ${close}`
  return { denial: { code: 'INVALID_PRICE', message, limit: close, actual: price } }
}
