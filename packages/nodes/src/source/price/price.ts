import {
  averagePrice,
  type CandleExpressions,
  candles,
  defineNode,
  medianPrice,
  type Num,
  series,
  typicalPrice,
  weightedClose,
} from '@strategraph/strategy-core'
import { z } from 'zod'
import { md } from '../../shared/md.ts'

const fields = ['open', 'high', 'low', 'close', 'hl2', 'hlc3', 'ohlc4', 'hlcc4', 'volume'] as const

const formulas: Readonly<Record<(typeof fields)[number], (candle: CandleExpressions) => Num>> = {
  open: ({ open }) => open,
  high: ({ high }) => high,
  low: ({ low }) => low,
  close: ({ close }) => close,
  hl2: medianPrice,
  hlc3: typicalPrice,
  ohlc4: averagePrice,
  hlcc4: weightedClose,
  volume: ({ volume }) => volume,
}

export const price = defineNode({
  type: 'source.price',
  version: 1,
  title: 'Price',
  summary: 'One number of each closed candle: open, high, low, close, a mean of them, or the volume.',
  help: md`
    Takes one number out of a closed candle.

    | choice | formula |
    | --- | --- |
    | hl2 | (high + low) / 2, the median price |
    | hlc3 | (high + low + close) / 3, the typical price |
    | ohlc4 | (open + high + low + close) / 4 |
    | hlcc4 | (high + low + 2 x close) / 4, the weighted close |

    An input that asks for a number takes candles directly and then reads their **close**; this node is for everything else.
    Means of several prices jump less than the close alone, which suits averages and channels.
  `,
  category: 'source',
  keywords: ['close', 'open', 'high', 'low', 'volume', 'hl2', 'hlc3', 'ohlc4', 'typical price', 'median price', 'source', 'ohlcv'],
  icon: 'candlestick-chart',
  config: z.object({ field: z.enum(fields).default('close').meta({ title: 'Price', description: 'Which number of the candle.' }) }),
  inputs: { candles: candles('Closed candles') },
  outputs: { value: series('The chosen number of each candle') },
  kernel: (inputs, { field }) => ({ value: formulas[field](inputs.candles) }),
  examples: [
    {
      title: 'The close is the default',
      inputs: {
        candles: [
          [10, 12, 9, 11, 5],
          [11, 14, 11, 13, 7],
        ],
      },
      outputs: { value: [11, 13] },
    },
    {
      title: 'Typical price',
      config: { field: 'hlc3' },
      inputs: {
        candles: [
          [10, 12, 9, 12, 5],
          [11, 14, 10, 12, 7],
        ],
      },
      outputs: { value: [11, 12] },
    },
    {
      title: 'Volume',
      config: { field: 'volume' },
      inputs: {
        candles: [
          [10, 12, 9, 12, 5],
          [11, 14, 10, 12, 0],
        ],
      },
      outputs: { value: [5, 0] },
    },
  ],
})
