import { at, longerDoubles, longerIntegers } from './columns.ts'

const pageBits = 6
const pageSize = 1 << pageBits
const cacheSize = 4096
const none = -1

/**
 * The price levels of a book, both sides: a book is never crossed, so a price belongs to one side at most. Prices are whole ticks from 1 to
 * 2^31 - 1 in pages of 64, made where a level is and given back with its last level: near prices share a page, a lonely far one costs 1 kB.
 * A level is a slot: page x 64 + price in the page. Its columns are open to the book, which keeps their sums.
 */
export class PriceLevels {
  /** Quantity that others see. */
  visible = new Float64Array(0)
  /** First and last order; 0 = none. */
  head = new Int32Array(0)
  tail = new Int32Array(0)

  /** Two words of 32 bits a page: which prices have a level. */
  private occupied = new Int32Array(0)
  /** Page -> price / 64. */
  private key = new Int32Array(0)
  private readonly freePages: number[] = []
  private pages = 0
  /** Keys of the pages in use, ascending, and their pages. */
  private sortedKeys = new Int32Array(16)
  private sortedPages = new Int32Array(16)
  private used = 0
  /** Pairs of the key and the page that was looked up last among all keys with the same low bits. */
  private readonly cache = new Int32Array(2 * cacheSize).fill(none)

  /** The slot of a price, -1 where its page does not exist. */
  find(price: number): number {
    const page = this.pageOf(price >> pageBits)
    return page < 0 ? none : (page << pageBits) | (price & (pageSize - 1))
  }

  /** The slot of a price that is about to get its first order, or has some. */
  occupy(price: number): number {
    const key = price >> pageBits
    const found = this.pageOf(key)
    const page = found < 0 ? this.addPage(key) : found
    const place = price & (pageSize - 1)
    const slot = (page << pageBits) | place
    if (this.head[slot] === 0) {
      const word = (page << 1) | (place >> 5)
      this.occupied[word] = at(this.occupied, word) | (1 << (place & 31))
    }
    return slot
  }

  priceOf(slot: number): number {
    return (at(this.key, slot >> pageBits) << pageBits) | (slot & (pageSize - 1))
  }

  /** A level without orders is gone. */
  vacate(slot: number): void {
    const page = slot >> pageBits
    const place = slot & (pageSize - 1)
    const word = (page << 1) | (place >> 5)
    this.occupied[word] = at(this.occupied, word) & ~(1 << (place & 31))
    if ((at(this.occupied, page << 1) | at(this.occupied, (page << 1) | 1)) === 0) this.removePage(page)
  }

  /** The next lower price with a level, 0 where there is none. */
  below(price: number): number {
    const key = price >> pageBits
    const page = this.pageOf(key)
    if (page >= 0) {
      const place = price & (pageSize - 1)
      const mask = (1 << (place & 31)) - 1
      const upper = place >= 32 ? at(this.occupied, (page << 1) | 1) & mask : 0
      if (upper !== 0) return (key << pageBits) + 63 - Math.clz32(upper)
      const lower = at(this.occupied, page << 1) & (place >= 32 ? -1 : mask)
      if (lower !== 0) return (key << pageBits) + 31 - Math.clz32(lower)
    }
    const index = this.placeOf(key) - 1
    return index < 0 ? 0 : this.highestOf(at(this.sortedPages, index))
  }

  /** The next higher price with a level, 0 where there is none. */
  above(price: number): number {
    const key = price >> pageBits
    const page = this.pageOf(key)
    if (page >= 0) {
      const place = price & (pageSize - 1)
      const mask = -2 << (place & 31)
      const lower = place < 32 ? at(this.occupied, page << 1) & mask : 0
      if (lower !== 0) return (key << pageBits) + lowestBit(lower)
      const upper = at(this.occupied, (page << 1) | 1) & (place < 32 ? -1 : mask)
      if (upper !== 0) return (key << pageBits) + 32 + lowestBit(upper)
    }
    const index = this.placeOf(page >= 0 ? key + 1 : key)
    return index >= this.used ? 0 : this.lowestOf(at(this.sortedPages, index))
  }

  private highestOf(page: number): number {
    const start = at(this.key, page) << pageBits
    const upper = at(this.occupied, (page << 1) | 1)
    return upper !== 0 ? start + 63 - Math.clz32(upper) : start + 31 - Math.clz32(at(this.occupied, page << 1))
  }

  private lowestOf(page: number): number {
    const start = at(this.key, page) << pageBits
    const lower = at(this.occupied, page << 1)
    return lower !== 0 ? start + lowestBit(lower) : start + 32 + lowestBit(at(this.occupied, (page << 1) | 1))
  }

  private pageOf(key: number): number {
    const entry = (key & (cacheSize - 1)) << 1
    if (this.cache[entry] === key) return at(this.cache, entry + 1)
    const index = this.placeOf(key)
    if (index >= this.used || this.sortedKeys[index] !== key) return none
    const page = at(this.sortedPages, index)
    this.cache[entry] = key
    this.cache[entry + 1] = page
    return page
  }

  /** Index of the first page in use whose key is at least this one. */
  private placeOf(key: number): number {
    let from = 0
    let to = this.used
    while (from < to) {
      const middle = (from + to) >> 1
      if (at(this.sortedKeys, middle) < key) from = middle + 1
      else to = middle
    }
    return from
  }

  private addPage(key: number): number {
    const page = this.freePages.pop() ?? this.newPage()
    this.key[page] = key
    if (this.used === this.sortedKeys.length) {
      this.sortedKeys = longerIntegers(this.sortedKeys, this.used * 2)
      this.sortedPages = longerIntegers(this.sortedPages, this.used * 2)
    }
    const index = this.placeOf(key)
    this.sortedKeys.copyWithin(index + 1, index, this.used)
    this.sortedPages.copyWithin(index + 1, index, this.used)
    this.sortedKeys[index] = key
    this.sortedPages[index] = page
    this.used += 1
    return page
  }

  private removePage(page: number): void {
    const key = at(this.key, page)
    const index = this.placeOf(key)
    this.sortedKeys.copyWithin(index, index + 1, this.used)
    this.sortedPages.copyWithin(index, index + 1, this.used)
    this.used -= 1
    const entry = (key & (cacheSize - 1)) << 1
    if (this.cache[entry] === key) this.cache[entry] = none
    this.freePages.push(page)
  }

  private newPage(): number {
    const page = this.pages
    this.pages += 1
    if (page >= this.key.length) {
      const capacity = Math.max(16, page * 2)
      this.key = longerIntegers(this.key, capacity)
      this.occupied = longerIntegers(this.occupied, capacity * 2)
      this.visible = longerDoubles(this.visible, capacity * pageSize)
      this.head = longerIntegers(this.head, capacity * pageSize)
      this.tail = longerIntegers(this.tail, capacity * pageSize)
    }
    return page
  }
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}
