import { Shield } from 'lucide-react'
import { openOverlay } from '../app/overlays.ts'
import { IconButton } from '../ui/button.tsx'
import { CrashBadge } from './crash-badge.tsx'
import { useCrashTests } from './use-crash-tests.ts'

/** In the editor's bar: the badge, or the way to a first test. */
export function CrashButton({ workflowId }: { readonly workflowId: string }) {
  const { data } = useCrashTests(workflowId)
  const open = () => openOverlay('crash-tests')
  const summary = data?.summary ?? undefined
  if (summary === undefined)
    return (
      <IconButton label="Crash tests" aria-haspopup="dialog" onClick={open}>
        <Shield />
      </IconButton>
    )
  return <CrashBadge summary={summary} onOpen={open} />
}
