import { type Money, moneyFromText, moneyToText } from '@strategraph/market-model'
import type { AccountId, FeeTier, MarketIndex, Venue, VenueCommands } from '@strategraph/market-sim'

export interface MarginAccountOptions {
  readonly venue: Venue
  readonly commands: VenueCommands
  readonly initialCash: string
  /** What the user pays, whatever others do. */
  readonly feeTier: FeeTier
  /** Price of each market, about: how much may be borrowed follows from it. */
  readonly priceOf: (market: MarketIndex) => number
}

/**
 * Our account at the venue. It has borrowed of every currency, so that a short can be sold and both legs of a bracket can rest:
 * what is ours is what it holds beyond the loan. What may be bought or sold short is the broker's to check.
 */
export interface MarginAccount {
  readonly id: AccountId
  /** Cash that is ours, in the quote currency of all markets. */
  cash(): Money
  /** Signed lots. */
  position(market: MarketIndex): number
}

/** Enough for any position that the limits let through, ten times over. */
const loanMultiple = 10n

export function openMarginAccount({ venue, commands, initialCash, feeTier, priceOf }: MarginAccountOptions): MarginAccount {
  const cash = moneyFromText(initialCash)
  const quote = venue.instruments[0]?.quote ?? ''
  const loans = new Map<string, Money>([[quote, (cash * loanMultiple) as Money]])
  for (const [index, { base }] of venue.instruments.entries()) {
    const units = Math.ceil(Number(initialCash) / priceOf(index as MarketIndex)) + 1
    loans.set(base, (moneyFromText(String(units)) * loanMultiple) as Money)
  }
  const id = commands.openAccount({
    name: 'strategy',
    feeTier,
    balances: Object.fromEntries([...loans].map(([asset, loan]) => [asset, moneyToText((asset === quote ? loan + cash : loan) as Money)])),
  })
  const own = (asset: string): Money => (venue.balance(id, asset).total - (loans.get(asset) ?? 0n)) as Money
  const perLot = venue.instruments.map(({ lotSize }) => moneyFromText(lotSize))
  return {
    id,
    cash: () => own(quote),
    position: (market) => Number(own(venue.instruments[market]?.base ?? '') / (perLot[market] ?? 1n)),
  }
}
