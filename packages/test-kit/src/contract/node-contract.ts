import { intervals } from '@strategraph/market-model'
import type { Migration, NodeDefinition, NodeExample, PortSpec } from '@strategraph/strategy-core'
import { describe, expect, it } from 'vitest'
import { columnContract } from './column-contract.ts'
import { reactiveContract } from './reactive-contract.ts'

export interface NodeContractOptions {
  /** For nodes that cannot run with their defaults. */
  readonly config?: Readonly<Record<string, unknown>>
  /** More configs to test with; those of the examples are tested anyway. */
  readonly configs?: readonly Readonly<Record<string, unknown>>[]
  /** Outputs that wait for an event in the data (`valueWhen`, `rowsSince`): the warm-up is only the first row in which they may have a value. */
  readonly waits?: readonly string[]
  /** oldConfigs[i]: a config as version i + 1 wrote it; must parse once migrated. */
  readonly oldConfigs?: readonly Readonly<Record<string, unknown>>[]
  /** Cases per law, default 25. */
  readonly runs?: number
}

/** What every node type must hold. One line in the node's test registers all of it. */
export function nodeContract(definition: NodeDefinition, options: NodeContractOptions = {}): void {
  describe(`${definition.type} keeps the node contract`, () => {
    const parse = (config: unknown): Readonly<Record<string, unknown>> => definition.config.parse(config)
    describedWell(definition)
    it('its config parses', () => expect(() => parse(options.config ?? {})).not.toThrow())
    migrationsEnd(definition, options)

    const examples: readonly NodeExample[] = 'examples' in definition ? definition.examples : []
    const raw = [options.config ?? {}, ...(options.configs ?? []), ...examples.flatMap(({ config }) => config ?? [])]
    const configs = raw.flatMap((config) => {
      const parsed = definition.config.safeParse(config)
      return parsed.success ? [parsed.data] : []
    })
    it('the configs of its examples parse', () => expect(configs.length).toBe(raw.length))
    const runs = options.runs ?? 25
    if (definition.behaviour === 'kernel' || definition.behaviour === 'native')
      columnContract(definition, { configs, waits: options.waits ?? [], runs })
    if (definition.behaviour === 'reactive') reactiveContract(definition, { configs, runs })
    if (definition.behaviour === 'source') {
      it('names a market and an interval, and the same ones every time', () => {
        for (const config of configs) {
          const spec = definition.source(config)
          expect(Object.keys(intervals)).toContain(spec.interval)
          expect(spec.instrument).toMatch(/^[^:]+:.+$/)
          expect(definition.source(config)).toEqual(spec)
        }
      })
    }
  })
}

function describedWell(definition: NodeDefinition): void {
  it('is described: type, title, summary, help, ports and settings', () => {
    expect(definition.type).toMatch(/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(definition.type.startsWith(`${definition.category}.`), `${definition.type} is of the category ${definition.category}`).toBe(true)
    expect(Number.isInteger(definition.version) && definition.version >= 1).toBe(true)
    expect(definition.title).not.toBe('')
    expect(definition.summary).toMatch(/\.$/)
    expect(definition.help.trim().length, 'help').toBeGreaterThan(20)
    const ports = [...Object.entries<PortSpec>(definition.inputs), ...Object.entries<PortSpec>(definition.outputs)]
    for (const [id, { doc }] of ports) {
      expect(id, 'port id').toMatch(/^[A-Za-z][A-Za-z0-9_]*$/)
      expect(doc.trim(), `doc of ${id}`).not.toBe('')
    }
    expect(ports.length).toBeGreaterThan(0)
    for (const [key, field] of Object.entries<{ meta(): { readonly title?: unknown } | undefined }>(definition.config.shape)) {
      expect(field.meta()?.title, `title of the setting ${key}`).toEqual(expect.any(String))
    }
  })
}

function migrationsEnd(definition: NodeDefinition, { oldConfigs = [] }: NodeContractOptions): void {
  const migrations: readonly Migration[] = definition.migrations ?? []
  it('has a migration from every older version', () => expect(migrations).toHaveLength(definition.version - 1))
  for (const [index, old] of oldConfigs.entries()) {
    it(`a config of version ${index + 1} parses once migrated, and is not changed in place`, () => {
      const before = structuredClone(old)
      const migrated = migrations.slice(index).reduce((config: Readonly<Record<string, unknown>>, { config: step }) => step(config), old)
      expect(definition.config.safeParse(migrated).success).toBe(true)
      expect(old).toEqual(before)
    })
  }
}
