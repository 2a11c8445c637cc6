import type { Decision } from '@strategraph/market-model'
import { decision, defineReactiveNode, flag } from '@strategraph/strategy-core'
import { z } from 'zod'

const reason = (title: string, text: string) =>
  z.string().min(1).max(200).default(text).meta({ title, description: 'Stands on the order and in the journal' })

export const fromSignals = defineReactiveNode({
  type: 'decision.from-signals',
  version: 1,
  title: 'Signals to decision',
  summary: 'Turns yes/no signals into a wish to buy, sell or close, with its reason.',
  category: 'decision',
  keywords: ['signal', 'entry', 'exit', 'buy', 'sell', 'close', 'trigger'],
  icon: 'signpost',
  help: `At a candle's close:

| signals | decision |
| --- | --- |
| *Buy* | buy |
| *Sell* | sell: opens a short or closes a long, as the sizing node says |
| *Close* while a position is open | close, whatever the other signals say |
| *Close* while flat | nothing by itself; a *Buy* or *Sell* of the same candle counts |
| *Buy* and *Sell* together | hold, because they contradict each other |

A signal without a value yet (an indicator is warming up) counts as no. The decision has no size and no authority: it goes through *Position
sizing* and a *Risk gate*. Give each signal the sentence that you want to read on the order.`,
  config: z.object({
    buyReason: reason('Why buy', 'Buy signal'),
    sellReason: reason('Why sell', 'Sell signal'),
    closeReason: reason('Why close', 'Close signal'),
  }),
  inputs: {
    buy: flag('True at the candles at which to buy', { title: 'Buy', optional: true }),
    sell: flag('True at the candles at which to sell', { title: 'Sell', optional: true }),
    close: flag('True at the candles at which to close what is open', { title: 'Close', optional: true }),
  },
  outputs: { decision: decision('Buy, sell, close or hold, in the candles in which a signal speaks') },
  effects: [],
  reads: ['portfolio'],
  wakesOn: ['buy', 'sell', 'close'],
  evaluate({ portfolio, instrument }, { buy, sell, close }, { buyReason, sellReason, closeReason }) {
    const decide = (action: Decision['action'], why: string) => ({ decision: { action, instrument: instrument.id, reason: why } })
    if (close === true && portfolio.position(instrument.id).lots !== 0) return decide('close', closeReason)
    if (buy === true && sell === true) return decide('hold', `Contradiction: ${buyReason}, and ${sellReason}`)
    if (buy === true) return decide('buy', buyReason)
    if (sell === true) return decide('sell', sellReason)
    return {}
  },
})
