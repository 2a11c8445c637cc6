import type { SandboxAccount } from '@strategraph/protocol'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, Loading } from '../../ui/empty-state.tsx'
import { formatBothTimes, formatTime } from '../../ui/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { CreateAccountDialog } from './create-account-dialog.tsx'
import { type CreatedAccount, marketKeys, refresh, useAccounts } from './lab-queries.ts'
import { SecretDialog } from './secret-dialog.tsx'
import { useMarketAction } from './use-market-action.ts'

/** Test accounts of the sandbox exchange: Kraken's interface in front of this market, for any client. */
export function ExchangePanel() {
  const { data, error, refetch } = useAccounts()
  const action = useMarketAction()
  const [isCreating, setCreating] = useState(false)
  const [created, setCreated] = useState<CreatedAccount>()
  const [closing, setClosing] = useState<SandboxAccount>()
  const close = async ({ id }: SandboxAccount) => {
    if (!(await action.run('close', 'The account could not be closed.', () => api.deleteSandboxAccount({ params: { id } })))) return
    setClosing(undefined)
    await refresh(marketKeys.accounts)
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex shrink-0 items-center justify-between gap-3 border-line border-b px-2.5 py-1.5">
        <p className="text-2xs text-ink-soft">Trade here with any Kraken client: only its address changes. Play money.</p>
        <Button look="primary" onClick={() => setCreating(true)}>
          New test account
        </Button>
      </div>
      {error !== null && data === undefined ? (
        <ProblemNote title="The test accounts could not be loaded." error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading what="the test accounts" />
      ) : data.length === 0 ? (
        <EmptyState title="No test account yet">
          An account has play money, a key and a secret. Your bot, ccxt or any other Kraken client trades with it against the agents.
        </EmptyState>
      ) : (
        <ul aria-label="Test accounts" className="min-h-0 flex-1 overflow-auto">
          {data
            .toSorted((a, b) => b.createdAt - a.createdAt)
            .map((account) => (
              <li key={account.id} className="flex items-center gap-2 border-line border-b px-2.5 py-1.5">
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium text-xs">{account.name}</p>
                  <p className="num truncate text-2xs text-ink-soft" title={`${account.key}\nMay: ${account.permissions.join(', ')}`}>
                    Key <span className="font-mono">{account.key.slice(0, 12)}…</span> ·{' '}
                    <span title={formatBothTimes(account.createdAt)}>made {formatTime(account.createdAt)} UTC</span>
                  </p>
                </div>
                <Button size="small" aria-label={`Close account ${account.name}`} onClick={() => setClosing(account)}>
                  Close account
                </Button>
              </li>
            ))}
        </ul>
      )}
      {isCreating ? (
        <CreateAccountDialog
          onClose={() => setCreating(false)}
          onCreated={(account) => {
            setCreating(false)
            setCreated(account)
            void refresh(marketKeys.accounts)
          }}
        />
      ) : null}
      {created === undefined ? null : <SecretDialog account={created} onClose={() => setCreated(undefined)} />}
      {closing === undefined ? null : (
        <ConfirmDialog
          title="Close this test account?"
          confirm="Close account"
          isDanger
          busy={action.busy === 'close' ? 'Closing …' : undefined}
          onConfirm={() => void close(closing)}
          onClose={() => setClosing(undefined)}
        >
          <p>
            <strong>{closing.name}</strong>: its open orders are canceled and its key stops working at once.
          </p>
        </ConfirmDialog>
      )}
    </div>
  )
}
