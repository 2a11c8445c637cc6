import { graph, testFeed } from '@strategraph/test-kit'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createRegistry, defineNode, type Migration } from '../node/define-node.ts'
import { series } from '../node/port.ts'
import { compile } from '../plan/compile.ts'
import { type FormatMigration, migrateFormat, migrateNodes } from './migrate-document.ts'
import { parseDocument } from './parse-document.ts'

/** Version 1: { length }, in -> out. 2: `length` is called `period`. 3: ports are called source -> value; 4: the two inputs swapped names. */
const migrations: readonly Migration[] = [
  { config: ({ length, ...rest }) => ({ ...rest, period: length }) },
  { config: (config) => ({ ...config }), inputs: { in: 'source' }, outputs: { out: 'value' } },
  { config: (config) => ({ ...config, mode: 'plain' }), inputs: { source: 'other', other: 'source' } },
]
const grown = defineNode({
  type: 'math.grown',
  version: 4,
  title: 'Grown',
  summary: 'A node with a history.',
  help: '',
  category: 'math',
  config: z.object({ period: z.int(), mode: z.enum(['plain']) }),
  inputs: { source: series('a', { optional: true }), other: series('b', { optional: true }) },
  outputs: { value: series('c') },
  kernel: ({ source, other }, _config, k) => ({ value: source ?? other ?? k.constant(0) }),
  examples: [],
  migrations,
})
const registry = createRegistry([testFeed, grown])

const old = (version: number, config: Readonly<Record<string, unknown>>) => ({ node: ['old', grown, config, { version }] as const })
const documentOf = (version: number, config: Readonly<Record<string, unknown>>, input: string, output: string) =>
  graph()
    .node('feed', testFeed)
    .node(...old(version, config).node)
    .node('next', grown, { period: 1, mode: 'plain' })
    .edge('feed.candles', `old.${input}`)
    .edge(`old.${output}`, 'next.source')
    .document()

describe('node migrations (golden)', () => {
  it.each([
    [1, { length: 7 }, 'in', 'out', 'other'],
    [2, { period: 7 }, 'in', 'out', 'other'],
    [3, { period: 7 }, 'source', 'value', 'other'],
    [3, { period: 7 }, 'other', 'value', 'source'],
    [4, { period: 7, mode: 'plain' }, 'source', 'value', 'source'],
  ] as const)('version %i with %o, input %s, becomes version 4', (version, config, input, output, renamed) => {
    const document = documentOf(version, config, input, output)
    const before = structuredClone(document)
    const migrated = migrateNodes(document, registry)
    expect(migrated.nodes[1]).toEqual({ ...document.nodes[1], version: 4, config: { period: 7, mode: 'plain' } })
    expect(migrated.edges).toEqual([
      { ...document.edges[0], targetHandle: renamed },
      { ...document.edges[1], sourceHandle: 'value' },
    ])
    expect(document, 'nothing is changed in place').toEqual(before)
    expect(compile(migrated, registry).ok).toBe(true)
  })
  it('a document of today is handed back as it is', () => {
    const document = documentOf(4, { period: 7, mode: 'plain' }, 'source', 'value')
    expect(migrateNodes(document, registry)).toBe(document)
  })
  it('a node whose migration fails is kept in its old version and reported', () => {
    const broken: Migration = {
      config: () => {
        throw new Error('no')
      },
    }
    const parsed = parseDocument(
      documentOf(1, { length: 7 }, 'in', 'out'),
      createRegistry([testFeed, { ...grown, migrations: [broken, broken, broken] }]),
    )
    expect(parsed).toMatchObject({ ok: true, value: { nodes: [{}, { version: 1, config: { length: 7 } }, {}] } })
    expect(parsed.ok && parsed.warnings.map(({ code }) => code)).toContain('NOT_MIGRATED')
  })
  it('a node of a newer version is kept and blocks running', () => {
    const document = graph()
      .node('feed', testFeed)
      .node('new', 'math.grown', { any: 1 }, { version: 5 })
      .edge('feed.candles', 'new.future')
      .document()
    const parsed = parseDocument(document, registry)
    expect(parsed).toMatchObject({ ok: true, value: { nodes: document.nodes, edges: document.edges } })
    expect(parsed.ok && parsed.warnings.map(({ code }) => code)).toEqual(['VERSION_TOO_NEW'])
  })
})

describe('format migrations', () => {
  const steps: readonly FormatMigration[] = [
    ({ title, ...rest }) => ({ ...rest, name: title }),
    (document) => ({ ...document, added: true }),
  ]
  it.each([
    [1, { formatVersion: 1, title: 'a' }, { formatVersion: 3, name: 'a', added: true }],
    [2, { formatVersion: 2, name: 'a' }, { formatVersion: 3, name: 'a', added: true }],
    [3, { formatVersion: 3, name: 'a' }, { formatVersion: 3, name: 'a' }],
  ])('format %i', (from, document, expected) => expect(migrateFormat(document, from, steps)).toEqual(expected))
})
