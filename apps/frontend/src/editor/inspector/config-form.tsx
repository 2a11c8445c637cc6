import type { NodeDefinition, WorkflowNode } from '@strategraph/strategy-core'
import { RotateCcw } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { replaceConfig, setConfig } from '../model/document-ops.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { defaultConfig, shapeOf } from '../model/strategy.ts'
import { ConfigField, type FormContext, type Path } from './config-field.tsx'
import { fieldsOf } from './field-model.ts'

/** Settings of a node, from its schema alone. Wrong values stay in the document and block running; they are never dropped. */
export function ConfigForm({ node, definition }: { readonly node: WorkflowNode; readonly definition: NodeDefinition }) {
  const store = useEditor()
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const problems = useEditorState((state) => state.problems)
  const fields = fieldsOf(definition.config)
  const { name } = shapeOf(node)

  const own = problems.filter((problem) => problem.nodeId === node.id && problem.path[2] === 'config')
  const form: FormContext = {
    isDisabled: isReadOnly,
    errorsAt: (path: Path) =>
      own
        .filter((problem) => JSON.stringify(problem.path.slice(3)) === JSON.stringify(path))
        .map((problem) => problem.message.replace(`${name}: `, '')),
    // Typing in one field is one undo step.
    set: (path, value) => store.commit(`Change ${name}`, setConfig(node.id, path, value), { group: `config:${node.id}:${path.join('.')}` }),
  }
  const general = own.filter((problem) => problem.path.length <= 3)
  const defaults = defaultConfig(definition)
  const isDefault = JSON.stringify(defaults) === JSON.stringify(node.config)
  return (
    <div>
      {general.map((problem) => (
        <p key={problem.message} className="py-1 text-down text-xs">
          {problem.message}
        </p>
      ))}
      {fields.length === 0 ? <p className="py-2 text-ink-soft">This node has nothing to set.</p> : null}
      {fields.map((field) => (
        <ConfigField key={field.key} field={field} value={node.config[field.key] ?? field.preset} path={[field.key]} form={form} />
      ))}
      {isDefault || isReadOnly || fields.length === 0 ? null : (
        <Button size="small" look="plain" className="mt-1" onClick={() => store.commit(`Reset ${name}`, replaceConfig(node.id, defaults))}>
          <RotateCcw aria-hidden="true" className="size-3.5" /> Back to the defaults
        </Button>
      )}
    </div>
  )
}
