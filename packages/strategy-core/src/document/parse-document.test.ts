import { graph } from '@strategraph/test-kit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossGraph } from '../testing/test-plans.ts'
import { testRegistry } from '../testing/test-nodes.ts'
import { documentJsonSchema, parseDocument, parseDocumentText } from './parse-document.ts'

const valid = () => structuredClone(crossGraph().document())
const codes = (json: unknown) => {
  const parsed = parseDocument(json, testRegistry)
  return parsed.ok ? [] : parsed.problems.map(({ code }) => code)
}
const textCodes = (text: string) => {
  const parsed = parseDocumentText(text, testRegistry)
  return parsed.ok ? [] : parsed.problems.map(({ code }) => code)
}
const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}
const withConfig = (config: unknown) => ({ ...valid(), nodes: [{ ...valid().nodes[0], config }] })

describe('parseDocument: what it lets through', () => {
  it('a valid document comes out as it went in, without warnings', () => {
    const parsed = parseDocument(valid(), testRegistry)
    expect(parsed).toEqual({ ok: true, value: valid(), warnings: [] })
    expect(parseDocumentText(JSON.stringify(valid()), testRegistry)).toEqual(parsed)
  })
  it('unknown node types and edges that do not fit are kept and reported', () => {
    const document = graph()
      .node('a', 'no.such-node', { x: [1] })
      .node('b', 'math.constant')
      .edge('a.out', 'b.nothing')
      .document()
    const parsed = parseDocument(document, testRegistry)
    expect(parsed).toMatchObject({ ok: true, value: { nodes: document.nodes, edges: document.edges } })
    expect(parsed.ok && parsed.warnings.map(({ code }) => code)).toEqual(['UNKNOWN_TYPE', 'MISSING_PORT', 'NO_FEED'])
  })
})

describe('parseDocument: what it refuses, each with its own code', () => {
  it.each<readonly [string, unknown, string]>([
    ['no object', 'text', 'NOT_A_DOCUMENT'],
    ['no format version', { ...valid(), formatVersion: undefined, x: 1 }, 'NOT_PLAIN_DATA'],
    ['another format version', { ...valid(), formatVersion: '1' }, 'NOT_A_DOCUMENT'],
    ['a newer format', { ...valid(), formatVersion: 99 }, 'FORMAT_TOO_NEW'],
    ['a missing name', { ...valid(), name: '' }, 'INVALID_DOCUMENT'],
    ['an unknown field', { ...valid(), surprise: 1 }, 'INVALID_DOCUMENT'],
    ['501 nodes', { ...valid(), nodes: Array.from({ length: 501 }, () => 1) }, 'TOO_MANY_NODES'],
    ['2,001 edges', { ...valid(), edges: Array.from({ length: 2001 }, () => 1) }, 'TOO_MANY_EDGES'],
    ['a long text', withConfig({ text: 'x'.repeat(20_001) }), 'TEXT_TOO_LONG'],
    ['infinity', withConfig({ value: Number.POSITIVE_INFINITY }), 'NOT_FINITE'],
    ['not a number', withConfig({ value: Number.NaN }), 'NOT_FINITE'],
    ['a date', withConfig({ value: new Date(0) }), 'NOT_PLAIN_DATA'],
    ['a function', withConfig({ value: () => 1 }), 'NOT_PLAIN_DATA'],
    ['depth 33', { ...valid(), description: nested(32) }, 'TOO_DEEP'],
    ['more than a mebibyte', withConfig({ list: Array.from({ length: 60 }, () => 'x'.repeat(20_000)) }), 'TOO_LARGE'],
    ['the key constructor', withConfig({ constructor: 1 }), 'FORBIDDEN_KEY'],
    ['the key prototype', withConfig({ deep: [{ prototype: 1 }] }), 'FORBIDDEN_KEY'],
    ['the key __proto__', withConfig(JSON.parse('{"__proto__": {"polluted": true}}')), 'FORBIDDEN_KEY'],
  ])('%s', (_name, json, code) => {
    expect(codes(json)).toContain(code)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })
  it('depth 32 passes the limits: only the schema complains', () =>
    expect(codes({ ...valid(), description: nested(31) })).toEqual(['INVALID_DOCUMENT']))
  it('an object that contains itself is too deep, not endless', () => {
    const loop: Record<string, unknown> = {}
    loop['again'] = loop
    expect(codes({ ...valid(), description: loop })).toContain('TOO_DEEP')
  })
  it('says where, what was expected and what came', () => {
    const [first] = valid().nodes
    const parsed = parseDocument({ ...valid(), nodes: [{ ...first, id: 'no spaces please', position: { x: '1', y: 0 } }] }, testRegistry)
    expect(parsed.ok ? [] : parsed.problems).toMatchObject([
      { path: ['nodes', 0, 'id'], expected: 'letters, digits, _ and -, at most 64', received: '"no spaces please"' },
      { path: ['nodes', 0, 'position', 'x'], expected: 'a number', received: '"1"' },
    ])
  })
})

describe('parseDocumentText', () => {
  it('text that is not JSON has a problem with the reason', () => expect(textCodes('{"formatVersion": 1,')).toEqual(['INVALID_JSON']))
  it('a mebibyte is counted in UTF-8, not in characters', () => expect(textCodes(`"${'€'.repeat(400_000)}"`)).toEqual(['TOO_LARGE']))
  it('brackets in strings are no nesting', () =>
    expect(textCodes(JSON.stringify({ ...valid(), description: '[{"\\'.repeat(100) }))).toEqual([]))
  it.each<readonly [string, () => string]>([
    ['10 MiB of text', () => JSON.stringify({ x: 'y'.repeat(10 * 1024 * 1024) })],
    ['a million open brackets', () => '['.repeat(1_000_000)],
    ['100,000 nodes', () => JSON.stringify({ formatVersion: 1, nodes: Array.from({ length: 100_000 }, (_, id) => ({ id })) })],
    ['a million numbers', () => `[${'1,'.repeat(500_000)}1]`],
    ['a hundred thousand keys', () => JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, key) => [`k${key}`, 1])))],
  ])('%s is refused', (_name, make) => expect(textCodes(make())).not.toEqual([]))
})

describe('parseDocument meets anything', () => {
  it('arbitrary JSON gives problems or a document, never an exception', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
        const parsed = parseDocument(json, testRegistry)
        expect(parsed.ok ? 1 : parsed.problems.length).toBeGreaterThan(0)
      }),
    )
  })
  it('a valid document with one part replaced by anything gives problems or a document, never an exception', () => {
    const paths = [
      ['nodes'],
      ['nodes', '0'],
      ['nodes', '1', 'config'],
      ['nodes', '1', 'config', 'period'],
      ['nodes', '2', 'type'],
      ['edges', '0'],
      ['edges', '0', 'target'],
      ['settings'],
      ['settings', 'account'],
      ['id'],
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.oneof(fc.jsonValue(), fc.anything({ withBigInt: true, withDate: true, withMap: true })),
        (path, value) => {
          const document = valid()
          const owner = path.slice(0, -1).reduce<object>((at, key) => Object(Reflect.get(at, key)), document)
          Reflect.set(owner, path.at(-1) ?? '', value)
          const parsed = parseDocument(document, testRegistry)
          expect(parsed.ok ? parsed.warnings : parsed.problems).toBeInstanceOf(Array)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('documentJsonSchema', () => {
  it('describes what may be written, defaults left out', () => {
    expect(documentJsonSchema()).toMatchObject({
      title: 'Strategraph workflow',
      type: 'object',
      required: ['formatVersion', 'id', 'name', 'nodes', 'edges'],
    })
  })
})
