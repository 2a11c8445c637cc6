import type { BarColumns } from '@strategraph/market-model'
import { barFields } from '@strategraph/market-model'
import { describe, expect, it } from 'vitest'
import { needsSharedData, sharedData, sharedFile } from '../../testing/shared-data.ts'
import { importFile, previewFile } from './import-file.ts'
import type { ImportOptions } from './import-options.ts'

const nameOf = (path: string) => path.split('/').at(-1) ?? path
async function load(path: string, options: ImportOptions = {}) {
  const result = await importFile(sharedFile(path), nameOf(path), options)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return { ...result.value, warnings: result.warnings.map(({ code }) => code) }
}
async function refusal(path: string) {
  const result = await importFile(sharedFile(path), nameOf(path))
  return result.ok ? 'imported' : result.problems[0]?.code
}
const equalColumns = (a: BarColumns, b: BarColumns) =>
  barFields.every((field) => a[field].length === b[field].length && a[field].every((value, row) => value === b[field][row]))

describe.skipIf(sharedData === undefined)(`files as users have them${needsSharedData}`, () => {
  it.each([
    // path, interval, bars, gaps, missing bars, tick size
    ['candles/bitfinex_btcusd_1m.csv.gz', '1m', 382_523, 8_047, 10_597, '0.00000001'],
    ['candles/kraken_btcusd_1h.csv.gz', '1h', 70_253, 3_254, 10_856, '0.00001'],
    ['candles/stock_yhoo_1d.csv.gz', '1d', 4_965, 1_077, 2_238, '0.000001'],
    ['formats/backtesting_py/EURUSD.csv', '1h', 5_000, 42, 2_063, '0.00001'],
    ['formats/backtesting_py/GOOG.csv', '1d', 2_148, 463, 969, '0.01'],
    ['formats/cryptodatadownload/Coinbase_BTCUSD_1h.csv.gz', '1h', 20_111, 0, 0, '0.01'],
    ['formats/cryptodatadownload/Coinbase_BTCUSD_d.csv', '1d', 1_770, 1, 12, '0.01'],
    ['formats/freqtrade/UNITTEST_BTC-8m.json.gz', '1m', 13_681, 538, 717, '0.00000001'],
    ['formats/freqtrade/XRP_USDT_USDT-1h-futures.json.gz', '1h', 100, 0, 0, '0.00001'],
    ['formats/kraken/XBTUSD_60.csv', '1h', 3_000, 710, 1_899, '0.00001'],
    ['formats/kraken/rest_ohlc_XBTUSDT_1m.json', '1m', 720, 0, 0, '0.1'],
    ['formats/bitfinex/18-12-17 12-00-00.json', '1m', 118, 1, 2, '0.00000001'],
    ['formats/yahoo/yhoo-2003-2005.txt', '1d', 756, 161, 338, '0.000001'],
    ['formats/misc/2006-01-02-volume-min-001.txt', '1m', 2_999, 128, 2_914, '1'],
  ])('%s is read as %s candles', async (path, interval, bars, gaps, missing, tickSize) => {
    const loaded = await load(path)
    const { report } = loaded
    expect([loaded.interval, loaded.columns.time.length, report.gaps.count, report.gaps.missingBars, loaded.tickSize]).toEqual([
      interval,
      bars,
      gaps,
      missing,
      tickSize,
    ])
  })

  it.each([
    ['formats/freqtrade/UNITTEST_BTC-8m.feather', 'FILE_EMPTY'],
    ['formats/freqtrade/XRP_ETH-trades.json.gz', 'FILE_HOLDS_TRADES'],
    ['formats/freqtrade/public_trades_list.csv', 'FILE_HOLDS_TRADES'],
    ['formats/kraken/rest_trades_XBTUSDT.json', 'FILE_HOLDS_TRADES'],
    ['formats/kraken/trades_BCHEUR.csv', 'FILE_HOLDS_TRADES'],
    ['formats/kraken/trades_BCHEUR_incremental_q2.csv', 'FILE_HOLDS_TRADES'],
    ['formats/binance/ws_capture_btcusdt.txt.gz', 'LAYOUT_UNKNOWN'],
    ['formats/backtesting_py/BTCUSD.csv', 'INTERVAL_UNKNOWN'],
    ['formats/multi_asset/bitstamp_BTC_ETH_LTC_USD_d.csv', 'ASSET_CHOICE_NEEDED'],
    ['formats/tradingview/BINANCE_BTCUSDT, 60.csv', 'VOLUME_MISSING'],
  ])('%s is refused with %s', async (path, code) => {
    expect(await refusal(path)).toBe(code)
  })

  it('freqtrade feather: the 5m bars equal the expected ones bit for bit', async () => {
    const feather = await load('formats/freqtrade/XRP_ETH-5m.feather')
    const expected = await load('formats/freqtrade/XRP_ETH-5m.expected.csv')
    expect(feather.columns.time.length).toBe(706)
    expect(equalColumns(feather.columns, expected.columns)).toBe(true)
    expect((await load('formats/freqtrade/XRP_ETH-1m.feather')).columns.time.length).toBe(2_469)
  })

  it('CryptoDataDownload, newest first with five rows out of order: equals the sorted series', async () => {
    const loaded = await load('formats/cryptodatadownload/Coinbase_BTCUSD_1h.csv.gz')
    expect(equalColumns(loaded.columns, (await load('candles/coinbase_btcusd_1h.csv.gz')).columns)).toBe(true)
    expect(loaded.report.counts).toEqual({ OUT_OF_ORDER: 5, ZERO_VOLUME: 28 })
    expect(loaded.report.order).toBe('descending')
  })

  it('Kraken OHLCVT and backtesting.py equal the same bars in our own format', async () => {
    const kraken = await load('formats/kraken/XBTUSD_60.csv')
    const own = await load('candles/kraken_btcusd_1h.csv.gz')
    expect([...kraken.columns.close]).toEqual([...own.columns.close.subarray(0, 3000)])
    expect(equalColumns((await load('formats/backtesting_py/GOOG.csv')).columns, (await load('candles/stock_goog_1d.csv')).columns)).toBe(
      true,
    )
  })

  it('Bitfinex: the third column is the close, not the high', async () => {
    const { columns } = await load('formats/bitfinex/18-12-17 12-00-00.json')
    expect([columns.open[3], columns.close[3], columns.high[3], columns.low[3]]).toEqual([3365, 3365, 3365, 3364.9])
    expect(columns.high.every((high, row) => high >= (columns.close[row] ?? 0))).toBe(true)
  })

  it('Kraken REST: the unfinished last bar is dropped and said', async () => {
    expect((await load('formats/kraken/rest_ohlc_XBTUSDT_1m.json')).warnings).toContain('UNFINISHED_BAR_DROPPED')
  })

  it('the file whose name says 8m holds 1m: the content wins, with a warning', async () => {
    expect((await load('formats/freqtrade/UNITTEST_BTC-8m.json.gz')).warnings).toEqual(['NAME_DISAGREES'])
  })

  it('TradingView: offset understood, plots with brackets left out, volume 0 by choice', async () => {
    const { columns, detection } = await load('formats/tradingview/BINANCE_BTCUSDT, 60.csv', { missingVolume: 'zero' })
    expect([columns.time[0], columns.open[0], columns.volume[0]]).toEqual([Date.UTC(2025, 7, 12, 14), 119264.66, 0])
    expect(detection.columns.filter(({ role }) => role === 'unused').map(({ name }) => name)).toEqual([
      'CVD (Ouverture)',
      'CVD (Haut',
      'CVD (Bas)',
      'CVD (Fermer)',
    ])
  })

  it('several assets side by side: one by choice, rows before its listing left out without being errors', async () => {
    const { columns, report } = await load('formats/multi_asset/bitstamp_BTC_ETH_LTC_USD_d.csv', { asset: 'ETH' })
    expect(columns.time.length).toBeGreaterThan(100)
    expect(report.errors).toBe(0)
    expect(report.counts.NO_VALUES).toBeGreaterThan(0)
  })

  it('a column of times without a name: the preview says so', async () => {
    const preview = await previewFile(sharedFile('formats/misc/2006-01-02-volume-min-001.txt'), 'x.txt')
    if (!preview.ok) throw new Error('refused')
    expect(preview.value.detection.columns[1]).toMatchObject({ role: 'clock', reason: 'time of day; the header has no name for it' })
  })
})
