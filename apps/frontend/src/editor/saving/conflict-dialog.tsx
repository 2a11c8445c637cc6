import type { WorkflowDocument } from '@strategraph/strategy-core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { newWorkflow } from '../../app/new-workflow.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useEditorState } from '../model/editor-context.ts'
import { type Change, compareDocuments } from './compare-documents.ts'
import type { Saving } from './saving.ts'

/** Somebody else (another tab) saved meanwhile: both versions are shown and kept, the user chooses. */
export function ConflictDialog({ saving }: { readonly saving: Saving }) {
  const conflict = useStore(saving, (state) => state.conflict)
  const mine = useEditorState((state) => state.document)
  const [isHidden, setHidden] = useState(false)
  if (conflict === undefined || isHidden) return null
  const changes = compareDocuments(conflict.theirs, mine)
  return (
    <Dialog
      title="This strategy was changed elsewhere"
      onClose={() => setHidden(true)}
      footer={
        <>
          <Button
            onClick={() =>
              void newWorkflow({ document: { ...mine, name: `${mine.name} (mine)` }, name: `${mine.name} (mine)` }).then(() =>
                saving.resolve('theirs'),
              )
            }
          >
            Keep mine as a new strategy
          </Button>
          <Button onClick={() => void saving.resolve('theirs')}>Take the other version</Button>
          <Button look="primary" onClick={() => void saving.resolve('mine')}>
            Save mine as the newest
          </Button>
        </>
      }
    >
      <div className="space-y-3 p-4">
        <p>
          Another window saved revision {conflict.theirRevision} since you began. Nothing is lost: whatever you choose, both versions stay
          in the revisions.
        </p>
        <div className="grid gap-3 sm:grid-cols-2">
          <Version title={`Theirs: revision ${conflict.theirRevision}`} document={conflict.theirs} />
          <Version title="Yours: not saved yet" document={mine} />
        </div>
        <ChangeList changes={changes} />
      </div>
    </Dialog>
  )
}

function Version({ title, document }: { readonly title: string; readonly document: WorkflowDocument }) {
  return (
    <div className="rounded-lg border border-line p-3">
      <p className="font-medium">{title}</p>
      <p className="text-ink-soft">
        {document.name} · {document.nodes.length} nodes · {document.edges.length} connections
      </p>
    </div>
  )
}

const words: Readonly<Record<Change['kind'], string>> = { added: 'Only in yours', removed: 'Only in theirs', changed: 'Different' }

export function ChangeList({ changes }: { readonly changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="text-ink-soft">Both versions do the same; only places or notes differ.</p>
  return (
    <ul className="max-h-56 divide-y divide-line overflow-auto rounded-lg border border-line">
      {changes.map((change) => (
        <li key={`${change.kind}:${change.what}:${change.detail}`} className="flex gap-3 px-3 py-1.5">
          <span className="w-28 shrink-0 text-ink-soft">{words[change.kind]}</span>
          <span className="font-medium">{change.what}</span>
          <span className="text-ink-soft">{change.detail}</span>
        </li>
      ))}
    </ul>
  )
}
