const quotes = ['USDT', 'USDC', 'USD', 'EUR', 'GBP', 'JPY', 'CHF', 'AUD', 'CAD', 'BTC', 'ETH']
const renamed: Readonly<Record<string, string>> = { XBT: 'BTC' }
/** Words of file names that look like a base and are none. */
const notBases = new Set(['OHLC', 'DATA', 'HIST', 'CANDLES', 'EXPORT'])

/** "BTC/USD" of "kraken_btcusd_1h.csv": a proposal that the user sees and may change. undefined where no pair is recognised. */
export function guessSymbol(fileName: string): string | undefined {
  const words = fileName.toUpperCase().split(/[^A-Z0-9]+/)
  for (const [index, word] of words.entries()) {
    const next = words[index + 1]
    if (next !== undefined && quotes.includes(next) && isBase(word)) return pair(word, next)
    const quote = quotes.find((candidate) => word.endsWith(candidate) && isBase(word.slice(0, -candidate.length)))
    if (quote !== undefined) return pair(word.slice(0, -quote.length), quote)
  }
  return undefined
}

const isBase = (text: string): boolean => /^[A-Z0-9]{2,6}$/.test(text) && /[A-Z]{2}/.test(text) && !notBases.has(text)
const pair = (base: string, quote: string): string => `${renamed[base] ?? base}/${renamed[quote] ?? quote}`
