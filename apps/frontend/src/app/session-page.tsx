import { Button } from '../ui/button.tsx'
import { Logo } from './logo.tsx'
import { openSession, type SessionState } from './session.ts'

/** Shown instead of the product while there is no session: how to get in, in plain words. */
export function SessionPage({ state }: { readonly state: Exclude<SessionState, { status: 'open' }> }) {
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="w-full max-w-md rounded-xl border border-line bg-surface p-6 shadow-panel">
        <div className="mb-4 flex items-center gap-2 font-semibold text-base">
          <Logo /> Strategraph
        </div>
        {state.status === 'opening' ? <output>Opening …</output> : null}
        {state.status === 'missing' ? (
          <>
            <h1 className="mb-1 font-semibold text-lg">You need a new link</h1>
            {state.reason === undefined ? null : <p className="mb-2 text-ink-soft">The server says: {state.reason}</p>}
            <p className="mb-3 text-ink-soft">
              This page opens with a link that works once, so that nobody else on this computer or network can trade in your name. The
              server prints it when it starts.
            </p>
            <ol className="mb-4 list-decimal space-y-1 pl-5">
              <li>Look at the terminal in which Strategraph runs and open the link printed there.</li>
              <li>
                If it has been used already, stop Strategraph there (Ctrl+C) and start it again with{' '}
                <code className="rounded bg-hover px-1">npm start</code>: it prints a new one. Running strategies go on where they were.
              </li>
            </ol>
          </>
        ) : null}
        {state.status === 'unreachable' ? (
          <>
            <h1 className="mb-1 font-semibold text-lg">The server does not answer</h1>
            <p className="mb-4 text-ink-soft">
              Is Strategraph still running in its terminal? Start it with <code className="rounded bg-hover px-1">npm start</code>. (
              {state.reason})
            </p>
          </>
        ) : null}
        {state.status === 'opening' ? null : (
          <Button look="primary" onClick={() => void openSession()}>
            Try again
          </Button>
        )}
      </div>
    </main>
  )
}
