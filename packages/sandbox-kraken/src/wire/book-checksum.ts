import { crc32 } from 'node:zlib'

export interface TextLevel {
  readonly price: string
  readonly quantity: string
}

/** Checksum over the ten best asks, then the ten best bids, best first: digits without the point and without leading zeros. */
export function bookChecksum(asks: readonly TextLevel[], bids: readonly TextLevel[]): number {
  const digits = (text: string) => text.replace('.', '').replace(/^0+/, '')
  const side = (levels: readonly TextLevel[]) =>
    levels
      .slice(0, 10)
      .map(({ price, quantity }) => digits(price) + digits(quantity))
      .join('')
  return crc32(side(asks) + side(bids))
}
