import type { JournalEvent } from '@strategraph/trading-engine'
import { formatDay, formatFixed } from '../../../ui/format.ts'

export interface Assumption {
  readonly title: string
  readonly text: string
}

type Started = Extract<JournalEvent, { type: 'run.started' }>

const sourceWords = { simulated: 'simulated market', imported: 'imported file', exchange: 'exchange', recorded: 'recorded market' } as const

/** Everything that a result depends on besides the strategy: printed beside every result, never hidden. */
export function assumptionsOf({ payload }: Started): readonly Assumption[] {
  const { account, feeds, endOfData, mode } = payload
  const number = (name: string) => (typeof account[name] === 'number' ? account[name] : undefined)
  const percent = (value: number | undefined) => (value === undefined ? '–' : `${formatFixed(100 * value, 2)} %`)
  const cash = typeof account['initialCash'] === 'string' ? formatFixed(Number(account['initialCash']), 2) : '–'
  const slippage = number('slippageBps') ?? 0
  return [
    { title: 'Initial cash', text: `${cash} ${typeof account['currency'] === 'string' ? account['currency'] : ''}`.trim() },
    {
      title: 'Fees',
      text: `${percent(number('takerFee'))} for market and stop orders, ${percent(number('makerFee'))} for limit orders, on each side`,
    },
    {
      title: 'Slippage',
      text: slippage === 0 ? 'none' : `market and stop orders fill ${formatFixed(slippage / 100, 2)} % worse than the candle says`,
    },
    {
      title: 'Fills',
      text: 'Decided at the close of a candle, filled at the open of the next one; limit and stop orders when a later candle reaches their price',
    },
    { title: 'Short selling', text: account['allowShort'] === true ? 'allowed' : 'not allowed' },
    ...feeds.map(({ instrument, interval, provenance, source, from, to }) => ({
      title: `Prices ${instrument.symbol} ${interval}`,
      text: [
        source.toLowerCase().startsWith(sourceWords[provenance]) ? source : `${sourceWords[provenance]}, ${source}`,
        from === undefined || to === undefined ? undefined : `${formatDay(from)} to ${formatDay(to)}`,
      ]
        .filter((part) => part !== undefined)
        .join(', '),
    })),
    ...(mode === 'backtest'
      ? [
          {
            title: 'At the end',
            text:
              endOfData === 'close'
                ? 'every position is closed at the open of the last candle'
                : 'positions are kept and valued at the last close',
          },
        ]
      : []),
  ]
}
