import type { Side, Ticks } from '@strategraph/market-model'
import type { TrailingOffset, VenueOrderKind } from '@strategraph/market-sim'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { parseSteps, type Pair, priceText } from '../pairs/pair.ts'
import type { OrderTerms, OrderType } from './order-ticket.ts'

export interface PriceTexts {
  readonly type: OrderType
  readonly side: Side
  readonly price: string | undefined
  readonly price2: string | undefined
  readonly postOnly: boolean
  /** Last traded price, the reference of relative prices; 0 = nothing has traded. */
  readonly last: Ticks
}

/** "27500", or relative to the last price: "+5", "-5", "#5", each also in percent. */
export function resolveTerms(texts: PriceTexts, pair: Pair): OrderTerms | KrakenError {
  const { type } = texts
  if (type === 'trailing-stop' || type === 'trailing-stop-limit') return trailingTerms(texts, pair)
  if (type === 'market') return { type, kind: { type }, price: '0', price2: '0', limit: undefined, trigger: undefined }
  const first = resolvePrice(texts.price, 'price', texts, pair)
  if (first instanceof KrakenError) return first
  const price = priceText(pair, first)
  if (type === 'limit' || type === 'iceberg') {
    const kind: VenueOrderKind = { type: 'limit', price: first, ...(texts.postOnly ? { postOnly: true } : {}) }
    return { type, kind, price, price2: '0', limit: first, trigger: undefined }
  }
  if (type === 'stop-loss' || type === 'take-profit') {
    const kind: VenueOrderKind = { type: type === 'stop-loss' ? 'stop' : 'take-profit', trigger: first }
    return { type, kind, price, price2: '0', limit: undefined, trigger: first }
  }
  const second = resolvePrice(texts.price2, 'price2', texts, pair)
  if (second instanceof KrakenError) return second
  const kind: VenueOrderKind = { type: type === 'stop-loss-limit' ? 'stop-limit' : type, trigger: first, price: second }
  return { type, kind, price, price2: priceText(pair, second), limit: second, trigger: first }
}

const relativePrice = /^([+\-#])(\d{1,15}(?:\.\d{1,15})?)(%?)$/

/** Checks and resolves one price text; also what an amend sends. */
export function resolvePrice(
  text: string | undefined,
  name: 'price' | 'price2',
  texts: Omit<PriceTexts, 'price' | 'price2' | 'postOnly'>,
  pair: Pair,
) {
  if (text === undefined) return invalidArgument(name)
  const relative = relativePrice.exec(text)
  if (relative === null) return parsePrice(text, name, pair)
  const [, sign = '', amount = '0', percent = ''] = relative
  if (texts.last === 0) return krakenErrors.invalidPrice
  const distance = steps(amount, percent === '%', pair, texts.last)
  const isUp = sign === '+' || (sign === '#' && isAbove(name, texts.type, texts.side))
  const price = texts.last + (isUp ? distance : -distance)
  return price > 0 && price <= largestPrice ? (price as Ticks) : krakenErrors.invalidPrice
}

export function parsePrice(text: string, name: string, pair: Pair): Ticks | KrakenError {
  const price = parseSteps(text, pair.tick)
  if (price === 'decimals') {
    return new KrakenError(`EOrder:Invalid price:${pair.wsname} price can only be specified up to ${pair.tick.decimals} decimals.`)
  }
  if (price === 'grid') return krakenErrors.tickSize
  if (price === 'format' || price <= 0 || price > largestPrice) return invalidArgument(name)
  return price as Ticks
}

/** The engine's. */
const largestPrice = 2 ** 31 - 1

/** `#` means the side of the market on which such an order waits; a limit behind a trigger gives way in the order's direction. */
function isAbove(name: 'price' | 'price2', type: OrderType, side: Side): boolean {
  if (name === 'price2') return side === 'buy'
  return type.startsWith('stop') ? side === 'buy' : side === 'sell'
}

function trailingTerms({ type, price, price2, last }: PriceTexts, pair: Pair): OrderTerms | KrakenError {
  const away = relativePrice.exec(price ?? '')
  if (away === null || away[1] !== '+') return invalidArgument('price')
  const [, , amount = '0', percent = ''] = away
  const offset: TrailingOffset = percent === '%' ? { ppm: ppm(amount) } : { ticks: steps(amount, false, pair, last) as Ticks }
  if (('ppm' in offset ? offset.ppm : offset.ticks) <= 0) return invalidArgument('price')
  const text = percent === '%' ? `+${percentText(amount)}%` : `+${priceText(pair, steps(amount, false, pair, last) as Ticks)}`
  if (type !== 'trailing-stop-limit') {
    return { type, kind: { type: 'trailing-stop', offset }, price: text, price2: '0', limit: undefined, trigger: undefined }
  }
  const limit = relativePrice.exec(price2 ?? '')
  if (limit === null || limit[1] === '#') return invalidArgument('price2')
  const [, sign = '+', limitAmount = '0', limitPercent = ''] = limit
  if (limitPercent === '%' && last === 0) return krakenErrors.invalidPrice
  const distance = steps(limitAmount, limitPercent === '%', pair, last)
  const kind: VenueOrderKind = { type, offset, limitOffset: (sign === '-' ? -distance : distance) as Ticks }
  const limitText = limitPercent === '%' ? `${percentText(limitAmount)}%` : priceText(pair, distance as Ticks)
  return { type, kind, price: text, price2: sign + limitText, limit: undefined, trigger: undefined }
}

/** An amount of price, or a percentage of the last price, to the nearest tick. */
function steps(amount: string, isPercent: boolean, pair: Pair, last: Ticks): number {
  const [whole = '0', fraction = ''] = amount.split('.')
  const mantissa = BigInt(whole + fraction)
  const [numerator, denominator] = isPercent
    ? [mantissa * BigInt(last), 100n * 10n ** BigInt(fraction.length)]
    : [mantissa * 10n ** BigInt(pair.tick.decimals), pair.tick.mantissa * 10n ** BigInt(fraction.length)]
  return Number((2n * numerator + denominator) / (2n * denominator))
}

const ppm = (percent: string): number => Math.round(Number(percent) * 10_000)
const percentText = (amount: string): string => Number(amount).toFixed(4)
