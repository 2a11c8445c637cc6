import type { AccountSettings } from '@strategraph/strategy-core'
import type { RunSettingsOverrides } from '@strategraph/trading-engine'
import { numberFlag, oneOf } from '../command-line/flags.ts'
import { UsageError } from '../command-line/exit.ts'

/** Options that replace the account settings of the workflow for one run. */
export const settingsArgs = {
  cash: { type: 'string', description: "Cash at the start; else the workflow's" },
  'taker-fee': { type: 'string', description: 'Fee of market and stop orders per side, as a fraction (0.0026 = 0.26 %)' },
  'maker-fee': { type: 'string', description: 'Fee of limit orders that rested, as a fraction' },
  'slippage-bps': { type: 'string', description: 'Basis points by which market and stop orders fill worse' },
  'allow-short': { type: 'boolean', description: 'Let the account sell short' },
  'end-of-data': { type: 'string', description: 'close: everything is closed at the last open; keep: valued at the last close' },
} as const

interface Given {
  readonly cash?: string | undefined
  readonly 'taker-fee'?: string | undefined
  readonly 'maker-fee'?: string | undefined
  readonly 'slippage-bps'?: string | undefined
  readonly 'allow-short'?: boolean | undefined
  readonly 'end-of-data'?: string | undefined
}

export function settingsOverrides(given: Given): RunSettingsOverrides {
  const { cash } = given
  if (cash !== undefined && !/^\d+(\.\d+)?$/.test(cash)) throw new UsageError(`--cash must be a plain decimal number, not "${cash}".`)
  const fraction = { min: 0, max: 1 }
  const account: Partial<AccountSettings> = Object.fromEntries(
    Object.entries({
      initialCash: cash,
      takerFee: numberFlag('taker-fee', given['taker-fee'], fraction),
      makerFee: numberFlag('maker-fee', given['maker-fee'], fraction),
      slippageBps: numberFlag('slippage-bps', given['slippage-bps'], { min: 0, max: 1000 }),
      allowShort: given['allow-short'],
    }).filter(([, value]) => value !== undefined),
  )
  const endOfData = oneOf('end-of-data', given['end-of-data'], ['close', 'keep'])
  return { account, ...(endOfData === undefined ? {} : { endOfData }) }
}
