import { moneyToNumber } from '@strategraph/market-model'
import type { Balance } from '@strategraph/market-sim'
import type { Account } from '../accounts/account.ts'
import { heldBalances } from '../accounts/held-balances.ts'
import type { Exchange } from '../exchange.ts'
import { krakenErrors } from '../kraken-error.ts'
import type { AssetNames } from '../pairs/asset-codes.ts'
import { textOf, textsOf } from '../wire/params.ts'
import { moneyText } from '../wire/number-text.ts'
import type { WireObject, WireValue } from '../wire/wire-json.ts'
import { feePercent } from './asset-pairs.ts'
import type { PrivateEndpoint, RestResult } from './rest-call.ts'

const funds = { need: [['query-funds']], cost: 1 } as const

export const balanceEndpoints: Readonly<Record<string, PrivateEndpoint>> = {
  Balance: {
    ...funds,
    handle: ({ exchange, account }) => perAsset(exchange, account, ({ total }, { decimals }) => moneyText(total, decimals)),
  },
  BalanceEx: {
    ...funds,
    handle: ({ exchange, account }) =>
      perAsset(exchange, account, ({ total, held }, { decimals }) => ({
        balance: moneyText(total, decimals),
        hold_trade: moneyText(held, decimals),
      })),
  },
  TradeBalance: {
    ...funds,
    handle({ exchange, account, params }) {
      const asset = exchange.pairs.asset(textOf(params, 'asset') ?? 'ZUSD')
      return asset === undefined ? krakenErrors.unknownAsset : tradeBalance(equity(exchange, account, asset.symbol))
    },
  },
  TradeVolume: {
    ...funds,
    handle({ exchange, account, params }): RestResult {
      const fees: Record<string, WireValue> = {}
      const makerFees: Record<string, WireValue> = {}
      for (const name of textsOf(params, 'pair') ?? []) {
        const pair = exchange.pairs.find(name)
        if (pair === undefined) return krakenErrors.unknownPair
        fees[pair.id] = feeTier(pair.instrument.takerFeePpm)
        makerFees[pair.id] = feeTier(pair.instrument.makerFeePpm)
      }
      const volume = tradedVolume(account, exchange.clock.now() - 30 * 86_400_000)
      return { currency: 'ZUSD', volume: volume.toFixed(4), fees, fees_maker: makerFees }
    },
  },
}

function perAsset(exchange: Exchange, account: Account, print: (balance: Balance, asset: AssetNames) => WireValue): WireObject {
  const record: Record<string, WireValue> = {}
  for (const balance of heldBalances(exchange, account)) {
    const asset = exchange.pairs.asset(balance.asset)
    if (asset !== undefined) record[asset.code] = print(balance, asset)
  }
  return record
}

/** No margin: all of the equity is free. */
function tradeBalance(value: number): WireObject {
  const [amount, zero] = [value.toFixed(4), '0.0000']
  return { eb: amount, tb: amount, m: zero, uv: zero, n: zero, c: zero, v: zero, e: amount, mf: amount }
}

/** Balances at the last prices; assets without a market against the target count nothing. */
function equity({ market, pairs }: Exchange, account: Account, target: string): number {
  const priceOf = (symbol: string): number => {
    if (symbol === target) return 1
    const [direct, inverse] = [pairs.bySymbol(`${symbol}/${target}`), pairs.bySymbol(`${target}/${symbol}`)]
    if (direct !== undefined) return market.venue.lastPrice(direct.market) * Number(direct.instrument.tickSize)
    const price = inverse === undefined ? 0 : market.venue.lastPrice(inverse.market) * Number(inverse.instrument.tickSize)
    return price === 0 ? 0 : 1 / price
  }
  return market.venue.balances(account.venueAccount).reduce((sum, { asset, total }) => sum + moneyToNumber(total) * priceOf(asset), 0)
}

function feeTier(ppm: number): WireObject {
  const fee = feePercent(ppm).toFixed(4)
  return { fee, minfee: fee, maxfee: fee, nextfee: null, nextvolume: null, tiervolume: '0.0000' }
}

function tradedVolume(account: Account, since: number): number {
  let volume = 0
  for (const { cost, time } of account.fills.newest()) {
    if (time < since * 1000) break
    volume += moneyToNumber(cost)
  }
  return volume
}
