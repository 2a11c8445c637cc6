import type { Problem } from '@strategraph/strategy-core'
import type { DocumentProblemCode } from './stored-document.ts'

const texts: Record<DocumentProblemCode, string> = {
  DOCUMENT_NOT_FOUND: 'There is no document of this id.',
  DOCUMENT_DAMAGED: 'The file of this document was damaged and was moved aside.',
  DOCUMENT_EXISTS: 'There is already a document of this id.',
  REVISION_CONFLICT: 'Somebody else saved this document meanwhile. Both versions are kept; compare them and save again.',
  REVISION_NOT_FOUND: 'There is no such revision of this document.',
  ID_INVALID: 'An id has 1 to 64 letters, digits, _ or -.',
}

export function documentProblem(code: DocumentProblemCode, id: string, more: Partial<Problem> = {}): Problem {
  return { path: [], code, message: texts[code], severity: 'error', received: id.slice(0, 80), ...more }
}

export const failed = (...problems: readonly Problem[]): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems,
})
