import { defineNode, series } from '@strategraph/strategy-core'
import { z } from 'zod'

export const plot = defineNode({
  type: 'output.plot',
  version: 1,
  title: 'Chart plot',
  summary: "Draws numbers on the run's chart.",
  category: 'output',
  keywords: ['chart', 'line', 'draw', 'indicator', 'histogram', 'pane'],
  icon: 'chart-line',
  help: `Draws every connected number on the chart of a run: over the candles, or in a pane of its own below them. A candle at which there is no value leaves a
gap. Plotting decides nothing and costs a backtest nothing: the columns are computed when a chart is looked at.`,
  config: z.object({
    pane: z
      .enum(['price', 'own'])
      .default('price')
      .meta({ title: 'Where', labels: { price: 'Over the candles', own: 'In its own pane' } }),
    style: z.enum(['line', 'histogram']).default('line').meta({ title: 'As' }),
    title: z.string().max(60).default('').meta({ title: 'Name of the pane', description: 'Empty: the names of the plotted values' }),
  }),
  inputs: { values: series('What to draw', { title: 'Values', many: true }) },
  outputs: {},
  chart: ({ pane, style, title }) => ({ pane, style, title }),
  // It has no outputs: the chart asks for the columns of what is connected to it, so nothing is computed for it during a run.
  kernel: () => ({}),
  examples: [{ title: 'Draws and passes nothing on', inputs: { values: [1, null, 3] }, outputs: {} }],
})
