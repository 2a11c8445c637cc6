import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { journalEventSchema } from '@strategraph/trading-engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { strategraph } from './support/cli.ts'
import { csvRows } from './support/shared-data.ts'
import { examplesFolder } from './support/examples.ts'

const example = (path: string) => join(examplesFolder, path)
const emaCross = example('ema-cross-rsi-filter/workflow.json')
const emaData = example('ema-cross-rsi-filter/data/btc-usd-1h.csv.gz')
const showcase = example('risk-showcase/workflow.json')

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strategraph-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const inFolder = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

describe('strategraph', () => {
  it('without a command shows what there is and ends with 2; with --help with 0', () => {
    expect(strategraph()).toMatchObject({ code: 2, out: expect.stringContaining('backtest') })
    expect(strategraph('--help').code).toBe(0)
  })

  it.each([
    ['an unknown command', ['bcktest'], /Unknown command "bcktest"/],
    ['an unknown option', ['validate', emaCross, '--jsn'], /Unknown option --jsn/],
    ['an option with one dash', ['validate', emaCross, '-j'], /Unknown option -j/],
    ['a second workflow', ['validate', emaCross, showcase], /There is no place for/],
    ['a day that does not exist', ['backtest', emaCross, '--from', '2024-02-30'], /--from/],
    ['a result that cannot be written', ['backtest', emaCross, '--out', '/nowhere/result.json'], /Cannot write \/nowhere/],
    ['a journal that cannot be written', ['backtest', emaCross, '--journal', '/nowhere/journal'], /Cannot write \/nowhere/],
    ['a missing argument', ['validate'], /WORKFLOW/],
    ['a file that is not there', ['validate', 'nowhere.json'], /nowhere\.json/],
    ['a number that is none', ['backtest', emaCross, '--taker-fee', 'free'], /--taker-fee/],
    ['a feed that is not there', ['backtest', emaCross, '--data', 'fee=x.csv'], /feed \("BTC\/USD hourly", BTC\/USD 1h\)/],
  ] as const)('%s ends with 2 and says so on stderr, nothing on stdout', (_, args, message) => {
    const { code, out, error } = strategraph(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(error).toMatch(message)
  })
})

describe('strategraph validate', () => {
  it('a broken workflow: exit code 1 and every problem with path, code, message', () => {
    const document: { edges: { id: string; source: string; sourceHandle: string; target: string; targetHandle: string }[] } = JSON.parse(
      readFileSync(emaCross, 'utf8'),
    )
    document.edges.push({ id: 'broken', source: 'rsi', sourceHandle: 'value', target: 'order', targetHandle: 'order' })
    const { code, out } = strategraph('validate', inFolder('broken.json', JSON.stringify(document)), '--json')
    expect(code).toBe(1)
    const result: { ok: boolean; problems: { code: string; path: unknown[] }[] } = JSON.parse(out)
    expect(result.ok).toBe(false)
    expect(result.problems).toContainEqual(expect.objectContaining({ code: 'KIND_MISMATCH', path: expect.any(Array), edgeId: 'broken' }))
  })
})

describe('a workflow written by hand', () => {
  const document = { formatVersion: 1, id: 'min', name: 'Min', nodes: [{ id: 'feed', type: 'data.market-feed', version: 1 }], edges: [] }

  it('may leave out positions and settings, and begin with a byte order mark', () => {
    expect(strategraph('validate', inFolder('bom.json', `\uFEFF${JSON.stringify(document)}`))).toMatchObject({ code: 0 })
  })

  it('in another encoding is refused, not read as question marks', () => {
    const file = inFolder('latin.json', '')
    writeFileSync(file, JSON.stringify({ ...document, name: 'Größe' }), 'latin1')
    expect(strategraph('validate', file)).toMatchObject({ code: 1, error: expect.stringMatching(/UTF-8/) })
  })

  it('with a type that is nearly right gets the right one named', () => {
    const nodes = [...document.nodes, { id: 'x', type: 'indicator.emma', version: 1 }]
    const { code, error } = strategraph('validate', inFolder('emma.json', JSON.stringify({ ...document, nodes })))
    expect(code).toBe(1)
    expect(error).toMatch(/UNKNOWN_TYPE .*Did you mean indicator\.ema/)
  })

  it('can be checked with the JSON Schema of strategraph nodes --schema', () => {
    const schema: { required: string[]; properties: object } = JSON.parse(strategraph('nodes', '--schema').out)
    expect(schema.required).toEqual(['formatVersion', 'id', 'name', 'nodes', 'edges'])
  })
})

describe('strategraph backtest', () => {
  it('prints nothing but JSON on stdout, with what it assumed', () => {
    const { code, out } = strategraph(
      'backtest',
      emaCross,
      '--data',
      emaData,
      '--json',
      '--cash',
      '5000',
      '--taker-fee',
      '0',
      '--slippage-bps',
      '0',
    )
    expect(code).toBe(0)
    const report: { trades: object[]; equity: object[]; assumptions: object } = JSON.parse(out)
    expect(report.trades.length).toBeGreaterThan(5)
    expect(report.trades[0]).toMatchObject({ entryTime: expect.any(Number), exitPrice: expect.any(Number), side: 'long', fees: 0 })
    expect(report.equity).toHaveLength(2000)
    expect(report.equity[0]).toEqual({ bar: 0, timestamp: 1_704_067_200_000, equity: 5000 })
    expect(report.assumptions).toMatchObject({
      account: { initialCash: '5000', takerFee: 0, slippageBps: 0 },
      endOfData: 'close',
      feeds: [{ feed: 'feed', tickSize: '0.1', lotSize: '0.00000001', provenance: 'imported', bars: 2000 }],
    })
  })

  it('both back ends print the same bytes, for two feeds as well', () => {
    const args = [
      'backtest',
      showcase,
      '--data',
      `feed=${example('risk-showcase/data/btc-usd-1h.csv.gz')}`,
      '--data',
      `feed_slow=${example('risk-showcase/data/btc-usd-4h.csv.gz')}`,
      '--json',
    ]
    const wasm = strategraph(...args)
    expect(wasm.code).toBe(0)
    expect(strategraph(...args, '--backend', 'interpreter').out).toBe(wasm.out)
  })

  it('bars of a length that no feed has (months) are refused, never taken for those of the feed', () => {
    const months = Array.from({ length: 24 }, (_, month) => `${new Date(Date.UTC(2020, month, 1)).toISOString().slice(0, 10)},5,6,4,5,1`)
    const file = inFolder('months.csv', ['date,open,high,low,close,volume', ...months].join('\n'))
    const { code, error } = strategraph('backtest', emaCross, '--data', file)
    expect(code).toBe(1)
    expect(error).toMatch(/INTERVAL_UNKNOWN .*months\.csv/)
  })

  it('a wrong row names the file and what to do', () => {
    const file = inFolder(
      'wrong.csv',
      'timestamp,open,high,low,close,volume\n1600000000,5,6,4,5,1\n1600003600,5,4,4,5,1\n1600007200,5,6,4,5,1\n',
    )
    const { code, error } = strategraph('backtest', emaCross, '--data', file)
    expect(code).toBe(1)
    expect(error).toMatch(/PROBLEMS_NOT_ACCEPTED .*wrong\.csv.*--accept-problems/)
  })

  it('a file of another interval is a problem, not a resampling', () => {
    const { code, out } = strategraph('backtest', emaCross, '--data', example('risk-showcase/data/btc-usd-4h.csv.gz'), '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ code: 'INTERVAL_MISMATCH', expected: '1h', received: '4h', nodeId: 'feed' }],
    })
  })

  it('--from and --to cut by open time', () => {
    const { out } = strategraph('backtest', emaCross, '--json', '--from', '2024-01-10', '--to', '2024-01-20')
    expect(JSON.parse(out)).toMatchObject({ assumptions: { feeds: [{ bars: 240, from: 1_704_844_800_000, provenance: 'simulated' }] } })
  })
})

describe('strategraph eval', () => {
  it('writes a row per bar and a column per output: numbers in full, flags as 1 and 0, empty where there is no value yet', () => {
    const file = join(folder, 'values.csv')
    expect(strategraph('eval', emaCross, '--data', `BTC/USD=${emaData}`, '--out', file).code).toBe(0)
    const rows = csvRows(readFileSync(file, 'utf8'))
    expect(rows).toHaveLength(2000)
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'bar',
      'timestamp',
      'feed.candles',
      'ema_fast.value',
      'ema_slow.value',
      'rsi.value',
      'cross_up.result',
      'cross_down.result',
      'not_hot.result',
      'entry.result',
      'signals.decision',
      'size.proposal',
      'gate.order',
    ])
    expect(rows[0]).toMatchObject({ bar: '0', timestamp: '1704067200000', 'ema_fast.value': '', 'entry.result': '' })
    expect(rows.map((row) => row['ema_slow.value']).findIndex((value) => value !== '')).toBe(49)
    expect(new Set(rows.map((row) => row['cross_up.result']))).toEqual(new Set(['', '0', '1']))
    // What is no number is JSON, quoted as CSV wants it; a bar without a decision is empty.
    const decided = readFileSync(file, 'utf8').match(/"\{""action"":""(buy|close)"",[^}]*""reason"":""[^}]*\}"/g) ?? []
    expect(decided.length).toBeGreaterThan(5)
    expect(decided.length).toBeLessThan(200)
  })

  it('two markets of one interval: a row per bar of either, known or not yet', () => {
    const file = (name: string, first: number, bars: number) =>
      inFolder(
        name,
        [
          'timestamp,open,high,low,close,volume',
          ...Array.from({ length: bars }, (_, bar) => `${(first + bar) * 3_600_000},5,6,4,5,1`),
        ].join('\n'),
      )
    const node = (id: string, symbol: string) => ({ id, type: 'data.market-feed', version: 1, config: { symbol } })
    const mean = (id: string) => ({ id, type: 'indicator.sma', version: 1, config: { period: 2 } })
    const edge = (source: string, target: string) => ({ id: source, source, sourceHandle: 'candles', target, targetHandle: 'source' })
    const nodes = [node('a', 'BTC/USD'), node('b', 'ETH/USD'), mean('sma_a'), mean('sma_b')]
    const workflow = inFolder(
      'markets.json',
      JSON.stringify({ formatVersion: 1, id: 'markets', name: 'Two', nodes, edges: [edge('a', 'sma_a'), edge('b', 'sma_b')] }),
    )
    const out = join(folder, 'markets.csv')
    const data = ['--data', `a=${file('a.csv', 480_100, 10)}`, '--data', `b=${file('b.csv', 480_106, 10)}`]
    expect(strategraph('eval', workflow, ...data, '--out', out)).toMatchObject({ code: 0 })
    const rows = csvRows(readFileSync(out, 'utf8'))
    expect(rows.map((row) => Number(row['timestamp']) / 3_600_000)).toEqual(Array.from({ length: 16 }, (_, row) => 480_100 + row))
    expect(rows.map((row) => row['sma_b.value'] !== '')).toEqual(rows.map((_, row) => row >= 7))
    expect(strategraph('eval', workflow, ...data.slice(0, 2), '--out', out)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/NO_DATA .*--data b=/),
    })
    const apart = ['--data', `b=${file('later.csv', 480_500, 10)}`]
    expect(strategraph('eval', workflow, ...data.slice(0, 2), ...apart, '--out', out)).toMatchObject({
      code: 0,
      error: expect.stringMatching(/NO_COMMON_TIME/),
    })
  })

  it('gives the account and the position as they were at each bar, the same in both back ends', () => {
    const values = (backEnd: string) => {
      const file = join(folder, `${backEnd}.csv.gz`)
      expect(strategraph('eval', showcase, '--bars', '400', '--backend', backEnd, '--out', file).code).toBe(0)
      return readFileSync(file)
    }
    expect(values('interpreter').equals(values('wasm'))).toBe(true)
  })
})

describe('strategraph run', () => {
  it('prints a journal of valid events, numbered without a gap, the same every time', () => {
    const { code, out } = strategraph('run', emaCross, '--bars', '150')
    expect(code).toBe(0)
    const events = out
      .trim()
      .split('\n')
      .map((line) => journalEventSchema.parse(JSON.parse(line)))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(events[0]).toMatchObject({ type: 'run.started', payload: { mode: 'dry-run', feeds: [{ provenance: 'simulated' }] } })
    expect(events.filter(({ type }) => type === 'bar')).toHaveLength(150)
    expect(events.at(-1)?.type).toBe('run.finished')
    expect(strategraph('run', emaCross, '--bars', '150').out).toBe(out)
  })
})

describe('strategraph nodes, import, simulate, token', () => {
  it('nodes: shows one node, and helps with a name that is nearly right', () => {
    expect(strategraph('nodes', 'indicator.rsi').out).toContain('source (number)')
    expect(strategraph('nodes', 'rsi')).toMatchObject({ code: 2, error: expect.stringContaining('indicator.rsi') })
    const all: { type: string; config: object }[] = JSON.parse(strategraph('nodes', '--json').out)
    expect(all.find(({ type }) => type === 'risk.gate')?.config).toMatchObject({
      type: 'object',
      properties: { maxPosition: { title: 'Largest position' } },
    })
  })

  it('simulate and import: what one writes the other reads; a wrong row is named by its line', () => {
    const file = join(folder, 'made.csv')
    expect(strategraph('simulate', '--symbol', 'ETH/USD', '--interval', '5m', '--seed', '3', '--bars', '50', '--out', file).code).toBe(0)
    expect(JSON.parse(strategraph('import', file, '--json').out)).toMatchObject({
      ok: true,
      detection: { interval: '5m' },
      report: { barsKept: 50, errors: 0 },
    })
    const lines = readFileSync(file, 'utf8').split('\n')
    lines[10] = (lines[10] ?? '').replace(/^(\d+),[^,]+/, '$1,many')
    const broken = strategraph('import', inFolder('broken.csv', lines.join('\n')), '--json')
    expect(broken.code).toBe(1)
    expect(JSON.parse(broken.out)).toMatchObject({ ok: false, report: { problems: [{ line: 11 }] } })
  })

  it('token: the token alone on stdout, for $(strategraph token create)', () => {
    process.env['STRATEGRAPH_DATA'] = join(folder, 'data')
    const { code, out } = strategraph('token', 'create', '--name', 'my script')
    expect(code).toBe(0)
    expect(out).toMatch(/^sgr_[\w-]{43}\n$/)
    expect(strategraph('token', 'create', 'as-in-the-readme').code).toBe(0)
    const { out: list } = strategraph('token', 'list')
    expect(list).toContain('my script')
    expect(list).toContain('as-in-the-readme')
    expect(strategraph('token', 'list', 'all').code).toBe(2)
  })
})
