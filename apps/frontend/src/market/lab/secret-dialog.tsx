import { groupThousands } from '@strategraph/market-model'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { Segments } from '../../runs/panel/shared/segments.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { type SnippetKind, snippetKinds, snippetOf } from './client-snippets.ts'
import { CopyButton, CopyField } from './copy-field.tsx'
import type { CreatedAccount } from './lab-queries.ts'

/** Key and secret of a new account, this once, with what to paste into a client. */
export function SecretDialog({ account, onClose }: { readonly account: CreatedAccount; readonly onClose: () => void }) {
  const [kind, setKind] = useState<SnippetKind>('javascript')
  const snippet = snippetOf(kind, account)
  const money = Object.entries(account.balances)
    .filter(([, amount]) => Number(amount) > 0)
    .map(([asset, amount]) => `${groupThousands(amount)} ${asset}`)
  return (
    <Dialog
      title={`Test account “${account.name}”`}
      onClose={onClose}
      footer={
        <Button look="primary" onClick={onClose}>
          I have kept the secret
        </Button>
      }
    >
      <div className="space-y-3 p-4">
        <p className="flex gap-2 rounded-lg bg-warn-soft px-3 py-2">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          The secret is shown only now. Whoever loses it closes the account and makes a new one.
        </p>
        <CopyField label="Key" value={account.key} />
        <CopyField label="Secret" value={account.secret} />
        <CopyField label="REST address" value={account.restUrl} />
        <CopyField label="WebSocket address" value={account.wsUrl} />
        <p className="text-ink-soft text-xs">Funded with {money.length === 0 ? 'nothing' : money.join(', ')}. All of it is play money.</p>
        <section aria-label="Ready to paste">
          <div className="mb-1.5 flex flex-wrap items-center justify-between gap-2">
            <Segments label="Client" options={snippetKinds} value={kind} onChange={setKind} />
            <CopyButton label="Copy the code" value={snippet} />
          </div>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
          <pre
            tabIndex={0}
            role="region"
            aria-label="Code"
            className="max-h-64 overflow-auto rounded-lg border border-line bg-raised p-3 font-mono text-2xs leading-relaxed"
          >
            {snippet}
          </pre>
        </section>
      </div>
    </Dialog>
  )
}
