import { ApiError } from '@strategraph/protocol'
import { TriangleAlert } from 'lucide-react'

/** Plain words of anything that a request may throw. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) return error.body.message
  return error instanceof Error ? error.message : String(error)
}

/** A failure in place of the content, with a way on where there is one. */
export function ProblemNote({ title, error, retry }: { readonly title: string; readonly error: unknown; readonly retry?: () => void }) {
  return (
    <div role="alert" className="m-4 flex gap-3 rounded-lg border border-down/40 bg-danger-soft p-3">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-down" />
      <div>
        <p className="font-medium">{title}</p>
        <p className="text-ink-soft">{errorText(error)}</p>
        {retry === undefined ? null : (
          <button type="button" onClick={retry} className="mt-1 underline">
            Try again
          </button>
        )}
      </div>
    </div>
  )
}
