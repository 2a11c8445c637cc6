import type { BarField } from '@strategraph/market-model'

/** "Open Time (UTC)" and "<OPEN_TIME>" are both "opentime". */
export function plainName(name: string): string {
  return name
    .replace(/\(.*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

const prices: Readonly<Record<string, BarField>> = {
  open: 'open',
  o: 'open',
  openprice: 'open',
  priceopen: 'open',
  high: 'high',
  h: 'high',
  highprice: 'high',
  pricehigh: 'high',
  max: 'high',
  low: 'low',
  l: 'low',
  lowprice: 'low',
  pricelow: 'low',
  min: 'low',
  close: 'close',
  c: 'close',
  closeprice: 'close',
  priceclose: 'close',
  closelast: 'close',
}
const volumes = new Set(['volume', 'vol', 'v', 'volumefrom', 'basevolume', 'volumebase', 'tickvol', 'tickvolume'])
const timeNames =
  'time date timestamp datetime unix unixtime unixtimestamp opentime opentimestamp timeopen dateopen timestampms timems dateutc timeutc utc gmttime localtime ts t starttime start begin bartime candletime'
const times = new Set(timeNames.split(' '))
const ends = new Set(['closetime', 'closetimestamp', 'endtime', 'timeclose', 'end'])
export const quoteCurrencies = new Set(['usd', 'usdt', 'usdc', 'busd', 'eur', 'gbp', 'jpy', 'krw', 'try', 'quote', 'to', 'currency'])

export type HeaderRole =
  | { readonly kind: 'price'; readonly field: BarField }
  | { readonly kind: 'volume'; readonly of: string }
  | { readonly kind: 'time' }
  | { readonly kind: 'end' }

/** What a header text alone says; undefined = nothing known. `of` of a volume is "" or the currency in its name. */
export function roleOfName(name: string): HeaderRole | undefined {
  // "CVD (High)" is a plot of its own, not a price.
  if (/\(/.test(name) && !/^(time|date|open ?time|timestamp|volume|vol)/i.test(name)) return undefined
  const plain = plainName(name)
  const field = prices[plain]
  if (field !== undefined) return { kind: 'price', field }
  if (times.has(plain)) return { kind: 'time' }
  if (ends.has(plain)) return { kind: 'end' }
  if (volumes.has(plain)) return { kind: 'volume', of: '' }
  const currency = /^volume([a-z]{3,6})$/.exec(plain)?.[1] ?? (/^quote.*volume$/.test(plain) ? 'quote' : undefined)
  return currency === undefined ? undefined : { kind: 'volume', of: currency }
}

/** "BTC:open" and "AAPL.Open" name the asset before the field. */
export function assetOfName(name: string): { readonly asset: string; readonly field: string } | undefined {
  const match = /^([A-Za-z0-9/-]{1,20})[:.](\w+)$/.exec(name.trim())
  const [, asset, field] = match ?? []
  return asset === undefined || field === undefined || roleOfName(field) === undefined ? undefined : { asset, field }
}

export function looksLikeHeader(cells: readonly string[]): boolean {
  const fields = new Set<string>()
  for (const cell of cells) {
    const role = roleOfName(assetOfName(cell)?.field ?? cell)
    if (role?.kind === 'price') fields.add(role.field)
  }
  return fields.size >= 3
}

export function isTradeHeader(cells: readonly string[]): boolean {
  const names = new Set(cells.map(plainName))
  return names.has('side') && names.has('price') && (names.has('amount') || names.has('qty') || names.has('quantity') || names.has('size'))
}
