import { CloudAlert, CloudCheck, CloudUpload, FilePen, GitCompareArrows } from 'lucide-react'
import { useStore } from 'zustand'
import { cx } from '../../ui/class-names.ts'
import type { Saving, SavingState } from './saving.ts'

const words: Readonly<
  Record<SavingState['status'], { readonly text: string; readonly says: string; readonly Icon: typeof CloudCheck; readonly tone: string }>
> = {
  saved: { text: 'Saved', says: 'Everything is in this revision.', Icon: CloudCheck, tone: 'text-ink-soft' },
  draft: {
    text: 'Draft kept',
    says: 'Your edits are kept as a draft. Ctrl+S makes a revision of them.',
    Icon: FilePen,
    tone: 'text-ink-soft',
  },
  unsaved: { text: 'Unsaved', says: 'Kept in this browser; on its way to the server.', Icon: CloudUpload, tone: 'text-ink-soft' },
  saving: { text: 'Saving …', says: 'On its way to the server.', Icon: CloudUpload, tone: 'text-ink-soft' },
  offline: {
    text: 'Kept here',
    says: 'The server does not answer. Your edits are kept in this browser and are sent when it is back.',
    Icon: CloudAlert,
    tone: 'text-warn',
  },
  conflict: {
    text: 'Conflict',
    says: 'Another window saved meanwhile. Both versions are kept.',
    Icon: GitCompareArrows,
    tone: 'text-down',
  },
}

/** Always visible: is my work safe? A click makes a revision. */
export function SaveState({ saving, onSave }: { readonly saving: Saving; readonly onSave: () => void }) {
  const { status, revision, message } = useStore(saving)
  const { text, says, Icon, tone } = words[status]
  return (
    <button
      type="button"
      onClick={onSave}
      title={`${says}${message === undefined ? '' : ` (${message})`}\nClick or Ctrl+S: save a revision.`}
      className={cx('flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-xs hover:bg-hover', tone)}
    >
      <Icon aria-hidden="true" className="size-4" />
      <span data-testid="save-state">{text}</span>
      <span className="num text-ink-faint">r{revision}</span>
    </button>
  )
}
