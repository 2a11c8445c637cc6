import type { Migration, NodeRegistry } from '../node/define-node.ts'
import type { Problem } from '../problem.ts'
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from './document.ts'

/** Takes a document of format version i + 1 to i + 2; it need not set `formatVersion`. Pure. */
export type FormatMigration = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** formatMigrations[i] takes version i + 1 to i + 2. None yet: version 1 is the first. */
export const formatMigrations: readonly FormatMigration[] = []

/** Brings raw JSON to the newest format. Throws what a migration throws; the caller turns it into a problem. */
export function migrateFormat(
  document: Readonly<Record<string, unknown>>,
  from: number,
  migrations: readonly FormatMigration[] = formatMigrations,
): Readonly<Record<string, unknown>> {
  let present = document
  for (const [index, migration] of migrations.entries()) {
    if (index + 1 < from) continue
    present = { ...migration(present), formatVersion: index + 2 }
  }
  return present
}

/**
 * Brings every node to the version of its definition: configs through the migrations, renamed ports into the edges. Nodes of an
 * unknown type, of a newer version, or whose migration fails stay as they are; validation reports them.
 */
export function migrateNodes(document: WorkflowDocument, registry: NodeRegistry): WorkflowDocument {
  const migrated = new Map<string, { readonly node: WorkflowNode; readonly steps: readonly Migration[] }>()
  for (const node of document.nodes) {
    const definition = registry.get(node.type)
    if (definition === undefined || node.version >= definition.version) continue
    const steps = (definition.migrations ?? []).slice(node.version - 1, definition.version - 1)
    if (steps.length !== definition.version - node.version) continue
    const config = migrateConfig(node.config, steps)
    if (config !== undefined) migrated.set(node.id, { node: { ...node, version: definition.version, config }, steps })
  }
  if (migrated.size === 0) return document
  return {
    ...document,
    nodes: document.nodes.map((node) => migrated.get(node.id)?.node ?? node),
    edges: document.edges.map((edge) => renamePorts(edge, migrated.get(edge.source)?.steps ?? [], migrated.get(edge.target)?.steps ?? [])),
  }
}

/** The config after all steps; undefined where a step throws or does not give an object. */
export function migrateConfig(config: Readonly<Record<string, unknown>>, steps: readonly Migration[]): Record<string, unknown> | undefined {
  try {
    let present: Record<string, unknown> = { ...config }
    for (const step of steps) present = step.config(present)
    return typeof present === 'object' && present !== null ? present : undefined
  } catch {
    // A migration meets configs that nobody foresaw; the node is kept and reported as NOT_MIGRATED.
    return undefined
  }
}

function renamePorts(edge: WorkflowEdge, outputsOf: readonly Migration[], inputsOf: readonly Migration[]): WorkflowEdge {
  let { sourceHandle, targetHandle } = edge
  // Step by step, each handle once per step: two ports that swap their names must not be renamed back.
  for (const { outputs } of outputsOf) sourceHandle = renamed(outputs, sourceHandle)
  for (const { inputs } of inputsOf) targetHandle = renamed(inputs, targetHandle)
  return sourceHandle === edge.sourceHandle && targetHandle === edge.targetHandle ? edge : { ...edge, sourceHandle, targetHandle }
}

function renamed(names: Readonly<Record<string, string>> | undefined, handle: string): string {
  return names !== undefined && Object.hasOwn(names, handle) ? (names[handle] ?? handle) : handle
}

export function formatMigrationFailed(cause: unknown): Problem {
  const message = cause instanceof Error ? cause.message : String(cause)
  return {
    path: ['formatVersion'],
    code: 'FORMAT_MIGRATION_FAILED',
    message: `The document is of an older format and could not be brought to the present one: ${message}`,
    severity: 'error',
  }
}
