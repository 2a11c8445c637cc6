import { builtinNodes } from '@strategraph/nodes'
import { documentJsonSchema, type NodeDefinition, type PortSpec, type Ports, similarNames } from '@strategraph/strategy-core'
import { defineCommand } from 'citty'
import { z } from 'zod'
import { UsageError } from '../command-line/exit.ts'
import { refuseUnknownArguments } from '../command-line/flags.ts'
import { say } from '../command-line/output.ts'

const args = {
  type: { type: 'positional', description: 'Node type, like indicator.rsi; all types when left out', required: false },
  json: { type: 'boolean', description: 'Print definitions as JSON, with the JSON Schema of each config' },
  schema: { type: 'boolean', description: 'Print the JSON Schema of a workflow file instead' },
} as const

export const nodesCommand = defineCommand({
  meta: { name: 'nodes', description: 'List the node types, or show the help of one' },
  args,
  run({ args: { type, json = false, schema = false }, rawArgs }) {
    refuseUnknownArguments(rawArgs, args)
    if (schema) return say.json(documentJsonSchema())
    if (type === undefined) {
      if (json) return say.json(builtinNodes.all.map(describe))
      const width = Math.max(...builtinNodes.all.map((definition) => definition.type.length))
      return say.out(builtinNodes.all.map((definition) => `${definition.type.padEnd(width)}  ${definition.summary}`).join('\n'))
    }
    const definition = builtinNodes.get(type)
    if (definition === undefined) throw new UsageError(`There is no node type "${type}".${closest(type)}`)
    return json ? say.json(describe(definition)) : say.out(helpText(definition))
  },
})

/** Plain data of a definition: what an editor, a script or an LLM needs to use the node. */
function describe(definition: NodeDefinition) {
  const { type, version, title, summary, category, keywords = [], help, behaviour } = definition
  const inputs: Ports = definition.inputs
  const outputs: Ports = definition.outputs
  const effects = definition.behaviour === 'reactive' ? definition.effects : []
  return { type, version, title, summary, category, keywords, behaviour, effects, inputs, outputs, config: configSchema(definition), help }
}

function configSchema(definition: NodeDefinition): Record<string, unknown> {
  // The registry holds definitions of every config; each of them is an object schema.
  const config: z.ZodType = definition.config
  return z.toJSONSchema(config, { io: 'input' })
}

function helpText(definition: NodeDefinition): string {
  const port = ([id, { kind, doc, optional, many }]: [string, PortSpec]) =>
    `  ${id} (${kind}${optional === true ? ', optional' : ''}${many === true ? ', several edges' : ''}): ${doc}`
  const ports = (title: string, list: Ports) => (Object.keys(list).length === 0 ? [] : ['', title, ...Object.entries(list).map(port)])
  return [
    `${definition.title}  ${definition.type} v${definition.version}`,
    definition.summary,
    ...ports('Inputs', definition.inputs),
    ...ports('Outputs', definition.outputs),
    '',
    'Config (JSON Schema)',
    JSON.stringify(configSchema(definition)['properties'], undefined, 2),
    '',
    definition.help,
  ].join('\n')
}

function closest(type: string): string {
  const similar = similarNames(
    type,
    builtinNodes.all.map((definition) => definition.type),
  )
  return similar.length === 0 ? ' See: strategraph nodes.' : ` Did you mean ${similar.join(', ')}?`
}
