import { parseDocument } from '@strategraph/strategy-core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useHistory } from '../../api/queries.ts'
import { closeOverlay } from '../../app/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes, formatTime } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { exportDocument } from '../commands/export-document.ts'
import { useEditor, useEditorState } from '../model/editor-context.ts'
import { registry } from '../model/strategy.ts'
import { compareDocuments } from './compare-documents.ts'
import { ChangeList } from './conflict-dialog.tsx'

/** All revisions, newest first; any can be compared with the present canvas and restored (as an undoable edit). */
export function HistoryDialog() {
  const workflowId = useEditorState((state) => state.workflowId)
  const { data, error } = useHistory(workflowId)
  const [chosen, setChosen] = useState<number>()
  const revisions = (data ?? []).toSorted((a, b) => b.revision - a.revision)
  const shown = chosen ?? revisions[0]?.revision
  return (
    <Dialog title="Revisions" onClose={closeOverlay} width="wide">
      {error === null ? null : <ProblemNote title="The revisions could not be read." error={error} />}
      {data === undefined && error === null ? <Loading what="revisions" /> : null}
      <div className="grid min-h-72 sm:grid-cols-[16rem_1fr]">
        <ul className="border-line border-r p-2">
          {revisions.map((revision) => (
            <li key={revision.revision}>
              <button
                type="button"
                aria-current={revision.revision === shown}
                onClick={() => setChosen(revision.revision)}
                className={cx('w-full rounded-md px-2 py-1.5 text-left hover:bg-hover', revision.revision === shown && 'bg-hover')}
              >
                <span className="font-medium">Revision {revision.revision}</span>
                {revision.base === revision.revision - 1 || revision.revision === 1 ? null : (
                  <span className="text-warn text-xs"> from {revision.base}</span>
                )}
                <span className="block text-ink-soft text-xs" title={formatBothTimes(revision.savedAt)}>
                  {formatTime(revision.savedAt)} UTC{revision.note === undefined ? '' : ` · ${revision.note}`}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {shown === undefined ? null : <RevisionDetail key={shown} revision={shown} />}
      </div>
    </Dialog>
  )
}

function RevisionDetail({ revision }: { readonly revision: number }) {
  const store = useEditor()
  const workflowId = useEditorState((state) => state.workflowId)
  const present = useEditorState((state) => state.document)
  const isReadOnly = useEditorState((state) => state.isReadOnly)
  const { data, error } = useQuery({
    queryKey: ['workflow', workflowId, 'revision', revision],
    queryFn: () => api.readRevision({ params: { id: workflowId, revision } }),
    staleTime: Infinity,
  })
  if (error !== null) return <ProblemNote title="This revision could not be read." error={error} />
  if (data === undefined) return <Loading what={`revision ${revision}`} />
  const parsed = parseDocument(data.document, registry)
  if (!parsed.ok) return <ProblemNote title="This revision cannot be shown." error={parsed.problems[0]?.message} />
  const changes = compareDocuments(parsed.value, present)
  return (
    <div className="space-y-3 p-4">
      <p className="font-medium">What is different on the canvas now</p>
      <ChangeList changes={changes} />
      <div className="flex gap-2">
        <Button
          look="primary"
          disabled={isReadOnly || changes.length === 0}
          onClick={() => {
            store.replace(`Restore revision ${revision}`, parsed.value)
            closeOverlay()
          }}
        >
          Restore revision {revision}
        </Button>
        <Button onClick={() => exportDocument(parsed.value)}>Export it</Button>
      </div>
    </div>
  )
}
