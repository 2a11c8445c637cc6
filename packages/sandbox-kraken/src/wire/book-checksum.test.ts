import { describe, expect, it } from 'vitest'
import { bookChecksum, type TextLevel } from './book-checksum.ts'

/** The example of docs.kraken.com's `book` channel, MATIC/USD, with the trailing zeros that its JSON has lost. */
const levels = (rows: readonly (readonly [price: number, quantity: number])[]): readonly TextLevel[] =>
  rows.map(([price, quantity]) => ({ price: price.toFixed(4), quantity: quantity.toFixed(8) }))

const bids = levels([
  [0.5666, 4831.75496356],
  [0.5665, 6658.22734739],
  [0.5664, 18724.91513344],
  [0.5663, 11563.92544914],
  [0.5662, 14006.65365711],
  [0.5661, 17454.85679807],
  [0.566, 18097.1547],
  [0.5659, 33644.89175666],
  [0.5658, 148.3464],
  [0.5657, 606.70854372],
])
const asks = levels([
  [0.5668, 4410.79769741],
  [0.5669, 4655.40412487],
  [0.567, 49844.89424998],
  [0.5671, 24306.41678],
  [0.5672, 29783.25223475],
  [0.5673, 57234.71239278],
  [0.5674, 45065.04744],
  [0.5675, 5912.76380354],
  [0.5676, 42514.92434778],
  [0.5677, 36304.0847022],
])

describe('checksum of a book', () => {
  it("is Kraken's for the snapshot of its documentation", () => {
    expect(bookChecksum(asks, bids)).toBe(2439117997)
  })

  it("is Kraken's after the update of its documentation", () => {
    const updated = [...bids.slice(0, 9), ...levels([[0.5657, 1098.3947558]])]
    expect(bookChecksum(asks, updated)).toBe(2114181697)
  })

  it('looks at ten levels a side only', () => {
    const [eleventh] = levels([[0.5678, 1]])
    expect(bookChecksum([...asks, eleventh!], bids)).toBe(2439117997)
  })

  it('changes with a trailing zero', () => {
    expect(bookChecksum(asks, [{ price: '0.566', quantity: '1.0' }])).not.toBe(bookChecksum(asks, [{ price: '0.566', quantity: '1' }]))
  })
})
