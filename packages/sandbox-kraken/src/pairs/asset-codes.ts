/** An asset under the three names that Kraken has for it. */
export interface AssetNames {
  /** In REST answers: "XXBT", "ZUSD", "SOL". */
  readonly code: string
  /** In pair names: "XBT", "USD". */
  readonly altname: string
  /** In WebSocket v2 and in our own words: "BTC", "USD". */
  readonly symbol: string
  readonly decimals: number
  readonly displayDecimals: number
}

const crypto = { decimals: 10, displayDecimals: 5 }
const fiat = { decimals: 4, displayDecimals: 2 }

/** Only assets listed before 2018 or so have a class letter in front. */
const listed: readonly AssetNames[] = [
  { symbol: 'BTC', code: 'XXBT', altname: 'XBT', ...crypto },
  { symbol: 'DOGE', code: 'XXDG', altname: 'XDG', decimals: 8, displayDecimals: 2 },
  ...['ETH', 'LTC', 'ETC', 'MLN', 'REP', 'ZEC', 'XMR'].map((symbol) => ({ symbol, code: `X${symbol}`, altname: symbol, ...crypto })),
  ...['XRP', 'XLM'].map((symbol) => ({ symbol, code: `X${symbol}`, altname: symbol, decimals: 8, displayDecimals: 5 })),
  ...['USD', 'EUR', 'GBP', 'CAD', 'AUD'].map((symbol) => ({ symbol, code: `Z${symbol}`, altname: symbol, ...fiat })),
  { symbol: 'JPY', code: 'ZJPY', altname: 'JPY', decimals: 2, displayDecimals: 2 },
  { symbol: 'CHF', code: 'CHF', altname: 'CHF', ...fiat },
]

export function assetNames(symbol: string): AssetNames {
  return listed.find((names) => names.symbol === symbol) ?? { symbol, code: symbol, altname: symbol, ...crypto }
}

/** Pairs of two old assets are named by both codes (XXBTZUSD), all others by the short names (SOLUSD); dogecoin is the exception. */
export function pairNames(base: AssetNames, quote: AssetNames): { readonly id: string; readonly altname: string; readonly wsname: string } {
  const altname = base.altname + quote.altname
  const isOld = (asset: AssetNames) => asset.code.length === 4 && asset.code.slice(1) === asset.altname && asset.symbol !== 'DOGE'
  return {
    id: isOld(base) && isOld(quote) ? base.code + quote.code : altname,
    altname,
    wsname: `${base.altname}/${quote.altname}`,
  }
}
