import { Dialog } from '../../ui/dialog.tsx'
import { PickList, type PickItem } from '../../ui/pick-list.tsx'
import { tryConnect } from '../canvas/connecting.ts'
import { focusNode } from '../canvas/focus.ts'
import { KindMark } from '../canvas/port.tsx'
import { type Candidate, connectionCandidates } from '../model/candidates.ts'
import { useEditor } from '../model/editor-context.ts'
import { score } from '../model/search.ts'
import { nodeById, shapeOf } from '../model/strategy.ts'
import { setView, useView } from '../model/view-store.ts'

interface ConnectItem extends PickItem {
  readonly candidate: Candidate
}

/** Connecting without a mouse: everything that the node can be joined with, in one searchable list. */
export function ConnectChooser() {
  const nodeId = useView((view) => view.connecting)
  const store = useEditor()
  const { document } = store.getState()
  const node = nodeId === undefined ? undefined : nodeById(document, nodeId)
  if (nodeId === undefined || node === undefined) return null
  const close = () => {
    setView({ connecting: undefined })
    focusNode(nodeId)
  }
  const items: readonly ConnectItem[] = connectionCandidates(document, nodeId).map((candidate) => ({
    id: JSON.stringify(candidate.connection),
    label: candidate.label,
    group: candidate.needed ? 'Needed' : 'Possible',
    icon: <KindMark kind={candidate.kind} />,
    candidate,
  }))
  return (
    <Dialog title={`Connect ${shapeOf(node).name}`} onClose={close} width="narrow" bare>
      <div className="h-[50vh]">
        <PickList
          label={`Connect ${shapeOf(node).name}`}
          placeholder={`Connect ${shapeOf(node).name} with …`}
          find={(query) => (query.trim() === '' ? items : items.filter((item) => score(query.trim(), item.label) > 0))}
          empty="Nothing on the canvas fits this node now. Add a node with Tab."
          onCancel={close}
          onPick={({ candidate }) => {
            tryConnect(store, candidate.connection)
            close()
          }}
        />
      </div>
    </Dialog>
  )
}
