export { type DocumentEntry, type DocumentStore, openDocumentStore, type SaveRequest, type SaveResult } from './document-store.ts'
export { openSettings, type SettingsFile } from './settings-file.ts'
export type { DocumentProblemCode, Revision, StoredDocument } from './stored-document.ts'
