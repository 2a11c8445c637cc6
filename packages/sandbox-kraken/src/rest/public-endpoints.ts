import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import type { Pair } from '../pairs/pair.ts'
import { textOf, textsOf } from '../wire/params.ts'
import { secondText } from '../wire/time-text.ts'
import type { WireValue } from '../wire/wire-json.ts'
import { assetPairs, assetRecord } from './asset-pairs.ts'
import { candles, depth, spread, trades } from './market-data.ts'
import type { PublicCall, RestResult } from './rest-call.ts'
import { systemStatus } from './system-status.ts'
import { tickerRecord } from './ticker-record.ts'

export const publicEndpoints: Readonly<Record<string, (call: PublicCall) => RestResult>> = {
  Time: ({ exchange }) => ({
    unixtime: Math.floor(exchange.clock.now() / 1000),
    rfc1123: new Date(exchange.clock.now()).toUTCString().replace('GMT', '+0000'),
  }),
  SystemStatus: ({ exchange }) => ({ status: systemStatus(exchange), timestamp: secondText(exchange.clock.now()) }),
  Assets({ exchange, params }) {
    const names = textsOf(params, 'asset')
    const assets = names?.map((name) => exchange.pairs.asset(name)) ?? exchange.pairs.assets
    const records: Record<string, WireValue> = {}
    for (const asset of assets) {
      if (asset === undefined) return krakenErrors.unknownAsset
      records[asset.code] = assetRecord(asset)
    }
    return records
  },
  AssetPairs: forPairs((pair, call) => assetPairs(pair, call)),
  Ticker: forPairs((pair, { exchange }) => tickerRecord(exchange, pair)),
  OHLC: forPair(candles),
  Depth: forPair(depth),
  Trades: forPair(trades),
  Spread: forPair(spread),
}

type PairResult = (pair: Pair, call: PublicCall) => RestResult

/** All pairs, or those of a comma list, by id. */
function forPairs(record: PairResult) {
  return (call: PublicCall): RestResult => {
    const names = textsOf(call.params, 'pair')
    const pairs = names?.map((name) => call.exchange.pairs.find(name)) ?? call.exchange.pairs.pairs
    const records: Record<string, WireValue> = {}
    for (const pair of pairs) {
      if (pair === undefined) return krakenErrors.unknownPair
      const result = record(pair, call)
      if (result instanceof KrakenError) return result
      records[pair.id] = result
    }
    return records
  }
}

function forPair(record: PairResult) {
  return (call: PublicCall): RestResult => {
    const name = textOf(call.params, 'pair')
    if (name === undefined) return invalidArgument('pair')
    const pair = call.exchange.pairs.find(name)
    return pair === undefined ? krakenErrors.unknownPair : record(pair, call)
  }
}
