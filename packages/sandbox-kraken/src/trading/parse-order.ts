import { type Lots, moneyFromText, parseDecimal, type Ticks } from '@strategraph/market-model'
import type { SelfTradePrevention } from '@strategraph/market-sim'
import { invalidArgument, KrakenError, krakenErrors } from '../kraken-error.ts'
import { parseSteps, type Pair } from '../pairs/pair.ts'
import { flagOf, groupOf, type Params, textOf, textsOf } from '../wire/params.ts'
import { parseTimeText } from '../wire/time-text.ts'
import { conditionalClose } from './conditional-close.ts'
import { resolveTerms } from './order-prices.ts'
import { hasLimit, type OrderTicket, orderTypes, type TimeInForce } from './order-ticket.ts'

export interface ParseContext {
  readonly pair: Pair
  /** Last traded price; 0 = none. */
  readonly last: Ticks
  /** When it arrived, milliseconds of the exchange's clock. */
  readonly now: number
  readonly deadlines: DeadlineRule
}

/** A deadline must be at least so many ms away; without one it is this default. */
export interface DeadlineRule {
  readonly minimum: number
  readonly default: number
}

/** How a request came in: what its deadline is measured from, and by which rule. */
export interface Arrival {
  readonly at: number
  readonly deadlines: DeadlineRule
}

export const restDeadlines: DeadlineRule = { minimum: 2000, default: 60_000 }
export const socketDeadlines: DeadlineRule = { minimum: 500, default: 5000 }

/** Reads an order in the words of REST's AddOrder; refuses what Kraken refuses before it looks at the account or the market. */
export function parseOrder(params: Params, context: ParseContext): OrderTicket | KrakenError {
  const { pair, last } = context
  const type = orderTypes.find((known) => known === textOf(params, 'ordertype'))
  if (textOf(params, 'ordertype') === 'settle-position') return krakenErrors.unknownPosition
  if (type === undefined) return invalidArgument('ordertype')
  const side = (['buy', 'sell'] as const).find((known) => known === textOf(params, 'type'))
  if (side === undefined) return invalidArgument('type')
  if ((textOf(params, 'leverage') ?? 'none') !== 'none') return krakenErrors.noMargin
  if (flagOf(params, 'reduce_only')) return krakenErrors.noPosition
  const flags = parseFlags(params)
  if (flags instanceof KrakenError) return flags
  if (flags.has('viqc') && (type !== 'market' || side !== 'buy')) return invalidArgument('viqc')
  if (flags.has('post') && !hasLimit(type)) return invalidArgument('oflags')
  const size = parseSize(params, pair, flags.has('viqc'))
  if (size instanceof KrakenError) return size
  const timing = parseTiming(params, type === 'market', context)
  if (timing instanceof KrakenError) return timing
  if (timing.timeInForce === 'FOK' && type !== 'limit') return invalidArgument('timeinforce')
  const terms = resolveTerms(
    { type, side, price: textOf(params, 'price'), price2: textOf(params, 'price2'), postOnly: flags.has('post'), last },
    pair,
  )
  if (terms instanceof KrakenError) return terms
  const display = parseDisplay(params, type === 'iceberg', size.quantity, pair)
  if (display instanceof KrakenError) return display
  const identity = parseIdentity(params)
  if (identity instanceof KrakenError) return identity
  const reference = (['last', 'index'] as const).find((known) => known === (textOf(params, 'trigger') ?? 'last'))
  if (reference === undefined) return invalidArgument('trigger')
  const selfTradePrevention = selfTradePreventions.find((known) => known === (textOf(params, 'stptype') ?? 'cancel-newest'))
  if (selfTradePrevention === undefined) return invalidArgument('stptype')
  const closeParams = groupOf(params, 'close')
  const close = closeParams === undefined ? undefined : conditionalClose(closeParams, { pair, side, last })
  if (close instanceof KrakenError) return close
  if (close !== undefined && identity.clientOrderId !== undefined) return invalidArgument('cl_ord_id')
  const kind = terms.kind.type === 'limit' && display !== undefined ? { ...terms.kind, display } : terms.kind
  return {
    ...terms,
    ...size,
    ...timing,
    ...identity,
    kind,
    pair,
    side,
    reference,
    selfTradePrevention,
    display,
    close,
    postOnly: flags.has('post'),
    validateOnly: flagOf(params, 'validate'),
  }
}

const selfTradePreventions: readonly SelfTradePrevention[] = ['cancel-newest', 'cancel-oldest', 'cancel-both']
/** Without `fcib`: the engine takes every fee in quote currency, and an order must not be charged otherwise than it asked. */
const knownFlags = ['post', 'fciq', 'nompp', 'viqc']

function parseFlags(params: Params): ReadonlySet<string> | KrakenError {
  const flags = new Set(textsOf(params, 'oflags') ?? [])
  for (const flag of flags) if (!knownFlags.includes(flag)) return invalidArgument('oflags')
  return flags
}

/** With `viqc` the volume is an amount of quote currency and the quantity only an upper bound. */
function parseSize(params: Params, pair: Pair, isQuote: boolean): Pick<OrderTicket, 'quantity' | 'quoteBudget'> | KrakenError {
  const text = textOf(params, 'volume')
  if (text === undefined) return invalidArgument('volume')
  if (isQuote) {
    if (!/^\d{1,15}(\.\d{1,18})?$/.test(text) || /^[0.]*$/.test(text)) return invalidArgument('volume')
    return { quantity: largestQuantity(pair), quoteBudget: moneyFromText(text) }
  }
  const quantity = parseSteps(text, pair.lot)
  if (typeof quantity !== 'number' || quantity <= 0) return invalidArgument('volume')
  return { quantity: quantity as Lots, quoteBudget: undefined }
}

function largestQuantity({ instrument, lot }: Pair): Lots {
  if (instrument.maxQuantity === undefined) return Number.MAX_SAFE_INTEGER as Lots
  const { mantissa, decimals } = parseDecimal(instrument.maxQuantity)
  return Number((mantissa * 10n ** BigInt(lot.decimals)) / (lot.mantissa * 10n ** BigInt(decimals))) as Lots
}

function parseDisplay(params: Params, isIceberg: boolean, quantity: Lots, pair: Pair): Lots | undefined | KrakenError {
  const text = textOf(params, 'displayvol')
  if (text === undefined) return isIceberg ? invalidArgument('display-volume') : undefined
  const display = parseSteps(text, pair.lot)
  if (!isIceberg || typeof display !== 'number' || display <= 0 || display > quantity) return invalidArgument('display-volume')
  // Not less than a fifteenth.
  return display * 15 < quantity ? invalidArgument('display-volume') : (display as Lots)
}

const clientOrderIds = [/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, /^[0-9a-f]{32}$/i, /^[\x21-\x7e]{1,18}$/]

function parseIdentity(params: Params): Pick<OrderTicket, 'userref' | 'clientOrderId'> | KrakenError {
  const clientOrderId = textOf(params, 'cl_ord_id')
  const reference = textOf(params, 'userref')
  if (clientOrderId !== undefined && !clientOrderIds.some((format) => format.test(clientOrderId))) return invalidArgument('cl_ord_id')
  if (reference === undefined) return { userref: undefined, clientOrderId }
  const userref = Number(reference)
  if (!/^-?\d{1,10}$/.test(reference) || userref !== (userref | 0)) return invalidArgument('userref')
  return clientOrderId === undefined ? { userref, clientOrderId } : invalidArgument('cl_ord_id')
}

type Timing = Pick<OrderTicket, 'timeInForce' | 'startsAt' | 'expiresAt' | 'deadline'>

function parseTiming(params: Params, isMarket: boolean, { now, deadlines }: ParseContext): Timing | KrakenError {
  const word = textOf(params, 'timeinforce')?.toUpperCase() ?? 'GTC'
  const timeInForce = timesInForce.find((known) => known === word)
  if (timeInForce === undefined) return invalidArgument('timeinforce')
  const startsAt = parseMoment(textOf(params, 'starttm'), now)
  if (startsAt === undefined || (startsAt !== 0 && startsAt <= now)) return invalidArgument('starttm')
  const expiresAt = parseMoment(textOf(params, 'expiretm'), now)
  const isExpiring = timeInForce === 'GTD' || (expiresAt !== undefined && expiresAt !== 0)
  // At least five seconds and at most a month ahead.
  if (expiresAt === undefined || (isExpiring && (expiresAt < Math.max(now, startsAt) + 5000 || expiresAt > now + 31 * 86_400_000))) {
    return invalidArgument('expiretm')
  }
  if (isExpiring && (isMarket || timeInForce === 'IOC' || timeInForce === 'FOK')) return invalidArgument('expiretm')
  const deadline = parseDeadline(textOf(params, 'deadline'), now, deadlines)
  if (deadline instanceof KrakenError) return deadline
  return { timeInForce: isExpiring ? 'GTD' : timeInForce, startsAt, expiresAt, deadline }
}

const timesInForce: readonly TimeInForce[] = ['GTC', 'IOC', 'GTD', 'FOK']

/** Already past: elapsed; else it must be between the rule's minimum and 60 s ahead. */
export function parseDeadline(text: string | undefined, now: number, rule: DeadlineRule): number | KrakenError {
  if (text === undefined) return now + rule.default
  const deadline = parseTimeText(text)
  if (deadline === undefined) return invalidArgument('deadline')
  if (deadline < now) return krakenErrors.deadlineElapsed
  return deadline < now + rule.minimum || deadline > now + 60_000 ? invalidArgument('deadline') : deadline
}

/** "0" or nothing: 0. "+60": seconds from now. Else seconds since 1970. */
function parseMoment(text: string | undefined, now: number): number | undefined {
  if (text === undefined || text === '0') return 0
  const match = /^([ +]?)(\d{1,12})(?:\.\d+)?$/.exec(text)
  if (match === null) return undefined
  const [, sign = '', digits = ''] = match
  return sign === '' ? Number(digits) * 1000 : now + Number(digits) * 1000
}
