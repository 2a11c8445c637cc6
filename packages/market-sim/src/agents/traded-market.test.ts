import { describe, expect, it } from 'vitest'
import { defaultMarkets } from '../simulation/default-markets.ts'
import { percentText, priceText, quantityText, tradedMarket, wholeText } from './traded-market.ts'

const [bitcoin, , cross] = defaultMarkets.map(tradedMarket)
if (bitcoin === undefined || cross === undefined) throw new Error('BTC/USD and ETH/BTC are default markets')
const lots = (quantity: number) => quantity / bitcoin.scale.lotSize

describe('numbers in texts for people', () => {
  it('prices have the decimals of their market, thousands apart', () => {
    expect(priceText(bitcoin, 596_502)).toBe('59,650.2')
    expect(priceText(bitcoin, 12_345_678_90)).toBe('123,456,789.0')
    expect(priceText(cross, 5012)).toBe('0.05012')
  })

  it.each([
    [0.000051, '0.000051 BTC'],
    [0.0200001, '0.02 BTC'],
    [0.416885, '0.4169 BTC'],
    [1.234567, '1.235 BTC'],
    [624.851133, '624.9 BTC'],
    [12_345.678, '12,346 BTC'],
    [100, '100 BTC'],
    [0, '0 BTC'],
  ])('quantity %d is rounded to what can be read: %s', (quantity, text) => {
    expect(quantityText(bitcoin, lots(quantity))).toBe(text)
  })

  it('large numbers are whole, shares carry their sign, nothing has none', () => {
    expect(wholeText(1_234_567.8)).toBe('1,234,568')
    expect(wholeText(-950.4)).toBe('-950')
    expect(percentText(0.0123)).toBe('+1.23 %')
    expect(percentText(-0.5, 0)).toBe('-50 %')
    expect(percentText(-0.00001)).toBe('0.00 %')
  })
})
