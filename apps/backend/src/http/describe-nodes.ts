import type { NodeDefinition, NodeRegistry } from '@strategraph/strategy-core'
import { z } from 'zod'

/** Node types as JSON: what the editor, the docs and other programs need to offer them. */
export function describeNodes(registry: NodeRegistry): Record<string, unknown>[] {
  return registry.all.map(describe)
}

function describe(definition: NodeDefinition): Record<string, unknown> {
  const { type, version, title, summary, help, category, keywords = [], icon, behaviour, inputs, outputs } = definition
  return {
    type,
    version,
    title,
    summary,
    help,
    category,
    keywords,
    ...(icon === undefined ? {} : { icon }),
    behaviour,
    inputs,
    outputs,
    config: z.toJSONSchema(definition.config, { io: 'input', unrepresentable: 'any' }),
    ...('examples' in definition ? { examples: definition.examples } : {}),
    ...('effects' in definition ? { effects: definition.effects } : {}),
  }
}
