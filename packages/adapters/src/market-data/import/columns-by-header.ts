import type { BarField } from '@strategraph/market-model'
import type { ColumnMapping } from './column-mapping.ts'
import { done, refuse, type Step } from './file-problem.ts'
import { assetOfName, isTradeHeader, plainName, quoteCurrencies, roleOfName } from './header-names.ts'
import type { ImportOptions } from './import-options.ts'
import type { RawTable } from './raw-table.ts'
import type { Cell } from './read-number.ts'
import { dateParts, epochOf, isClock, isCompactClock } from './read-time.ts'

/** Columns by their names; the reasons say which text was understood as what. */
export function columnsByHeader(table: RawTable, fileName: string, options: ImportOptions): Step<ColumnMapping> {
  const header = table.known?.columns ?? table.header ?? []
  if (isTradeHeader(header) && !header.some((name) => roleOfName(name)?.kind === 'price')) {
    return refuse('FILE_HOLDS_TRADES', 'The file holds single trades, not candles; export candles, or build them from the trades first.', {
      expected: 'open, high, low, close',
      received: header.join(', '),
    })
  }
  const chosen = chooseAsset(header, options)
  if (!chosen.ok) return chosen
  const { names: fields, asset } = chosen.value
  // A header with one name too few: the time of day has no name of its own.
  const unnamedClock = table.width === header.length + 1 && table.sample.every((row) => isClock(row[1]) || isCompactClock(row[1]))
  const names = unnamedClock ? [header[0] ?? '', '', ...header.slice(1)] : header
  const searched = unnamedClock ? [fields[0] ?? '', '', ...fields.slice(1)] : fields
  const at: { [Field in BarField]?: number } = {}
  const reasons = new Map<number, string>()
  searched.forEach((name, index) => {
    const role = roleOfName(name)
    if (role?.kind === 'end') reasons.set(index, 'end of the bar; the start is used')
    if (role?.kind !== 'price' || at[role.field] !== undefined) return
    at[role.field] = index
    reasons.set(index, `the header says ${JSON.stringify(names[index])}`)
  })
  placeVolume(searched, names, at, reasons, `${fileName} ${symbolOf(table, searched)}`)
  const clock = placeTime(searched, names, table, at, reasons, unnamedClock)
  return done({
    layout: table.known?.layout ?? layoutName(header, asset),
    layoutReason:
      table.known?.reason ?? (asset === undefined ? 'the header names the columns' : `the header names the columns of ${asset}`),
    names,
    at,
    ...(clock === undefined ? {} : { clock }),
    reasons,
  })
}

function layoutName(header: readonly string[], asset: string | undefined): string {
  const plain = header.map(plainName)
  if (asset !== undefined) return 'CSV with several assets'
  if (plain.includes('adjclose')) return 'Yahoo Finance CSV'
  if (plain.includes('symbol') && plain.some((name) => /^volume./.test(name))) return 'CryptoDataDownload CSV'
  if (plain.includes('quoteassetvolume') || plain.includes('takerbuybasevolume') || plain.includes('takerbuyvolume'))
    return 'Binance klines CSV'
  return header.join(',') === 'timestamp,open,high,low,close,volume' ? 'Strategraph CSV' : 'CSV with header'
}

function chooseAsset(header: readonly string[], options: ImportOptions): Step<{ names: readonly string[]; asset?: string }> {
  const parts = header.map(assetOfName)
  const assets = [...new Set(parts.flatMap((part) => (part === undefined ? [] : [part.asset])))]
  if (assets.length === 0) return done({ names: header })
  const asset = options.asset ?? (assets.length === 1 ? assets[0] : undefined)
  if (asset === undefined || !assets.includes(asset)) {
    return refuse('ASSET_CHOICE_NEEDED', `The file holds ${assets.length} assets side by side; choose one: ${assets.join(', ')}.`, {
      option: 'asset',
      expected: assets.join(', '),
      received: options.asset ?? 'no choice',
    })
  }
  return done({
    asset,
    names: header.map((name, index) => (parts[index] === undefined ? name : parts[index].asset === asset ? parts[index].field : '')),
  })
}

function symbolOf(table: RawTable, names: readonly string[]): string {
  const index = names.findIndex((name) => ['symbol', 'ticker', 'pair', 'tic'].includes(plainName(name)))
  return index < 0 ? '' : String(table.sample[0]?.[index] ?? '')
}

/** One volume is chosen: that in the base currency where the names tell, else plain "volume". */
function placeVolume(
  searched: readonly string[],
  names: readonly string[],
  at: { volume?: number },
  reasons: Map<number, string>,
  context: string,
): void {
  const rank = (of: string): number => {
    if (of === '') return 1
    if (quoteCurrencies.has(of)) return 2
    return context.toLowerCase().includes(of) ? 0 : 3
  }
  const found = searched.flatMap((name, index) => {
    const role = roleOfName(name)
    return role?.kind === 'volume' ? [{ index, of: role.of, rank: rank(role.of) }] : []
  })
  const best = found.reduce<(typeof found)[number] | undefined>((a, b) => (a === undefined || b.rank < a.rank ? b : a), undefined)
  for (const { index, of } of found) {
    const text = JSON.stringify(names[index])
    if (index !== best?.index)
      reasons.set(index, `a second volume (${of === '' ? 'of the whole' : `in ${of}`}); ${JSON.stringify(names[best?.index ?? 0])} is used`)
    else if (best.rank === 2) reasons.set(index, `the header says ${text}: volume in the QUOTE currency, no other volume is there`)
    else reasons.set(index, `the header says ${text}${found.length > 1 ? ': the volume in the base currency' : ''}`)
  }
  if (best !== undefined) at.volume = best.index
}

function placeTime(
  searched: readonly string[],
  names: readonly string[],
  table: RawTable,
  at: { time?: number },
  reasons: Map<number, string>,
  unnamedClock: boolean,
): number | undefined {
  const cell = (index: number): Cell | undefined => table.sample[0]?.[index]
  const isTime = (index: number) => {
    const value = cell(index)
    return epochOf(value) !== undefined || (typeof value === 'string' && dateParts(value.trim()) !== undefined)
  }
  const named = searched.flatMap((name, index) => (roleOfName(name)?.kind === 'time' ? [index] : []))
  const unnamed = searched.flatMap((name, index) => (name === '' && names[index] === '' && isTime(index) ? [index] : []))
  const usable = [...named.filter(isTime), ...unnamed]
  const best = usable.find((index) => epochOf(cell(index)) !== undefined) ?? usable[0] ?? named[0]
  if (best === undefined) return undefined
  at.time = best
  const text = names[best] === '' ? 'the column without a name holds dates' : `the header says ${JSON.stringify(names[best])}`
  reasons.set(best, epochOf(cell(best)) !== undefined && usable.length > 1 ? `${text}; numbers are taken before date texts` : text)
  const clock = unnamedClock
    ? 1
    : searched.findIndex(
        (name, index) => /^time$/i.test(plainName(name)) && index !== best && (isClock(cell(index)) || isCompactClock(cell(index))),
      )
  if (clock < 0) return undefined
  reasons.set(clock, unnamedClock ? 'time of day; the header has no name for it' : 'time of day, added to the date')
  return clock
}
