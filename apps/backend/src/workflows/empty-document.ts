import { currentFormatVersion, documentSchema, type WorkflowDocument } from '@strategraph/strategy-core'

/** A canvas with nothing on it. */
export const emptyDocument = (): WorkflowDocument =>
  documentSchema.parse({ formatVersion: currentFormatVersion, id: 'new', name: 'Untitled strategy', nodes: [], edges: [] })
