import type { Example, WorkflowSummary } from '@strategraph/protocol'
import { useState } from 'react'
import { newWorkflow } from '../app/new-workflow.ts'
import { navigate } from '../app/router.ts'
import { putTab } from '../app/tabs.ts'
import { GraphPreview } from './graph-preview.tsx'

/** An example to start from. `copy`: its untouched copy, which is opened instead of making one more. */
export function ExampleCard({ example, copy }: { readonly example: Example; readonly copy: WorkflowSummary | undefined }) {
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    if (copy !== undefined) {
      putTab({ workflowId: copy.id, name: copy.name })
      return navigate({ page: 'workflow', workflowId: copy.id })
    }
    setBusy(true)
    await newWorkflow({ example: example.id, name: example.name })
    setBusy(false)
  }
  return (
    <li className="flex">
      <button
        type="button"
        disabled={isBusy}
        onClick={() => void open()}
        className="group flex w-full flex-col overflow-hidden rounded-xl border border-line bg-surface text-left transition-colors hover:border-line-strong disabled:opacity-60"
      >
        <span className="block h-32 w-full border-line border-b bg-canvas p-3">
          <GraphPreview document={example.document} className="size-full" />
        </span>
        <span className="flex flex-1 flex-col gap-1 p-3.5">
          <span className="font-medium text-base">{example.name}</span>
          <span className="text-ink-soft text-xs leading-relaxed">{example.description}</span>
          <span className="mt-auto pt-1.5 text-accent text-xs group-hover:underline">{isBusy ? 'Opening …' : 'Open'}</span>
        </span>
      </button>
    </li>
  )
}
