import { candles, defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

export const candleShape = defineNode({
  type: 'source.candle-shape',
  version: 1,
  title: 'Candle shape',
  summary: 'Body, wicks and range of each closed candle, in price.',
  help: md`
    - **body** = close - open: positive for a rising candle, negative for a falling one, 0 for a doji
    - **upper wick** = high - the higher of open and close; **lower wick** = the lower of open and close - low
    - **range** = high - low = |body| + both wicks

    A candle with high = low gives 0 everywhere. Compare body with range to find long bodies or hammers of your own definition.
  `,
  category: 'source',
  keywords: ['body', 'wick', 'shadow', 'range', 'doji', 'hammer', 'pattern'],
  icon: 'ruler',
  config: z.object({}),
  inputs: { candles: candles('Closed candles') },
  outputs: {
    body: series('close - open', { unit: 'price' }),
    upperWick: series('From the body up to the high', { title: 'Upper wick', unit: 'price' }),
    lowerWick: series('From the low up to the body', { title: 'Lower wick', unit: 'price' }),
    range: series('high - low', { unit: 'price' }),
  },
  kernel({ candles: { open, high, low, close } }, _config, k) {
    return {
      body: close.minus(open),
      upperWick: high.minus(k.max(open, close)),
      lowerWick: k.min(open, close).minus(low),
      range: high.minus(low),
    }
  },
  examples: [
    {
      title: 'A rising candle, then a doji at the low',
      inputs: {
        candles: [
          [10, 15, 9, 13, 1],
          [13, 16, 13, 13, 1],
        ],
      },
      outputs: { body: [3, 0], upperWick: [2, 3], lowerWick: [1, 0], range: [6, 3] },
    },
  ],
})
