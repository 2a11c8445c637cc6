import { type NodeDefinition, type Ports, kindNames } from '@strategraph/strategy-core'
import { Markdown } from '../../ui/markdown.tsx'
import { KindMark } from '../canvas/port.tsx'
import { useEditorState } from '../model/editor-context.ts'
import { nodeById, portTitle } from '../model/strategy.ts'
import { ExampleCard } from './example-card.tsx'

/** What a node type does: its own help text, its ports, its examples to run. */
export function NodeHelp({ definition }: { readonly definition: NodeDefinition }) {
  const node = useEditorState(({ nodes, document }) => {
    const selected = nodes.find((item) => item.selected)
    const found = selected === undefined ? undefined : nodeById(document, selected.id)
    return found?.type === definition.type ? found : undefined
  })
  const examples = 'examples' in definition ? definition.examples : []
  return (
    <div className="space-y-4 py-1">
      <p className="font-medium">{definition.summary}</p>
      <Markdown text={definition.help} />
      <PortList title="Inputs" ports={definition.inputs} />
      <PortList title="Outputs" ports={definition.outputs} />
      {examples.length > 0 ? (
        <section className="space-y-2">
          <h3 className="font-semibold">Examples</h3>
          {examples.map((example) => (
            <ExampleCard key={example.title} definition={definition} example={example} node={node} />
          ))}
        </section>
      ) : null}
    </div>
  )
}

function PortList({ title, ports }: { readonly title: string; readonly ports: Ports }) {
  const entries = Object.entries(ports)
  if (entries.length === 0) return null
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <ul className="space-y-1">
        {entries.map(([port, spec]) => (
          <li key={port} className="flex gap-1.5">
            <KindMark kind={spec.kind} />
            <span>
              <span className="font-medium">{portTitle(ports, port)}</span>{' '}
              <span className="text-ink-faint text-xs">
                {kindNames[spec.kind]}
                {spec.unit === undefined ? '' : `, ${spec.unit}`}
                {spec.optional === true ? ', optional' : ''}
                {spec.many === true ? ', takes several' : ''}
              </span>
              <span className="block text-ink-soft">{spec.doc}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
