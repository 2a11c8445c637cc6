import type { WorkflowDocument } from '@strategraph/strategy-core'

/** Downloads the document as JSON; the same file opens again by dropping it onto the page. */
export function exportDocument(document_: WorkflowDocument): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(document_, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${document_.name.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'strategy'}.strategy.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
