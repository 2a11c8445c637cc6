import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '@strategraph/strategy-core'
import { Low } from 'lowdb'
import { ensureFolder, isMissing, moveDurably } from '../data-folder/durable-file.ts'
import { documentProblem } from './document-problem.ts'
import { DamagedFileError, durableJsonAdapter } from './durable-json-adapter.ts'
import { type Envelope, parseEnvelope, type Revision } from './stored-document.ts'

/** The files of a store: `<id>.json`, `.history/<id>/<revision>.json`, `.damaged/`. */
export interface DocumentFiles {
  ids(): Promise<readonly string[]>
  /** Undefined: no such file. Without envelope: damaged beyond help; with both: damaged, the previous version took its place. */
  load(id: string): Promise<{ readonly envelope?: Envelope; readonly problem?: Problem } | undefined>
  write(envelope: Envelope): Promise<void>
  writeRevision(envelope: Envelope, conflictId?: string): Promise<void>
  revisions(id: string): Promise<readonly Revision[]>
  readRevision(id: string, revision: number, conflictId?: string): Promise<Envelope | undefined>
  newestRevision(id: string): Promise<number>
}

const revisionName = /^(\d{6,})(?:\.conflict-([0-9A-Z]{26}))?\.json$/

export function documentFiles(folder: string, now: () => number): DocumentFiles {
  const pathOf = (id: string) => join(folder, `${id}.json`)
  const historyOf = (id: string) => join(folder, '.history', id)
  const revisionPath = (id: string, revision: number, conflictId?: string) =>
    join(historyOf(id), `${String(revision).padStart(6, '0')}${conflictId === undefined ? '' : `.conflict-${conflictId}`}.json`)

  const readEnvelope = async (path: string): Promise<Envelope | null> => {
    const low = new Low<Envelope | null>(durableJsonAdapter<Envelope | null>(path, parseEnvelope), null)
    await low.read()
    return low.data
  }
  const writeEnvelope = async (path: string, envelope: Envelope): Promise<void> => {
    const low = new Low<Envelope | null>(durableJsonAdapter<Envelope | null>(path, parseEnvelope), envelope)
    await low.write()
  }
  const readIntact = async (path: string): Promise<Envelope | undefined> => {
    try {
      return (await readEnvelope(path)) ?? undefined
    } catch (cause) {
      if (cause instanceof DamagedFileError) return undefined
      throw cause
    }
  }

  const names = async (id: string): Promise<{ revision: number; conflictId?: string }[]> => {
    const found = await readdir(historyOf(id)).catch((cause: unknown) => {
      if (isMissing(cause)) return []
      throw cause
    })
    return found.flatMap((name) => {
      const [, revision, conflictId] = revisionName.exec(name) ?? []
      return revision === undefined ? [] : [{ revision: Number(revision), ...(conflictId === undefined ? {} : { conflictId }) }]
    })
  }

  const newestIntact = async (id: string): Promise<Envelope | undefined> => {
    const revisions = (await names(id)).filter(({ conflictId }) => conflictId === undefined).toSorted((a, b) => b.revision - a.revision)
    for (const { revision } of revisions) {
      const envelope = await readIntact(revisionPath(id, revision))
      if (envelope !== undefined) return envelope
    }
    return undefined
  }

  const replaceDamaged = async (id: string, cause: DamagedFileError) => {
    const aside = join(folder, '.damaged', `${id}-${now()}.json`)
    await moveDurably(pathOf(id), aside)
    const envelope = await newestIntact(id)
    if (envelope === undefined)
      return { problem: documentProblem('DOCUMENT_DAMAGED', id, { expected: 'a readable file', received: cause.message }) }
    await writeEnvelope(pathOf(id), envelope)
    const message = `The file of this document was damaged and was moved aside; revision ${envelope.revision} took its place.`
    return { envelope, problem: documentProblem('DOCUMENT_DAMAGED', id, { message, severity: 'warning' }) }
  }

  return {
    ids: async () => (await readdir(folder)).filter((name) => /^[A-Za-z0-9_-]{1,64}\.json$/.test(name)).map((name) => name.slice(0, -5)),
    async load(id) {
      try {
        const envelope = await readEnvelope(pathOf(id))
        return envelope === null ? undefined : { envelope }
      } catch (cause) {
        if (cause instanceof DamagedFileError) return replaceDamaged(id, cause)
        throw cause
      }
    },
    write: (envelope) => writeEnvelope(pathOf(envelope.id), envelope),
    async writeRevision(envelope, conflictId) {
      await ensureFolder(historyOf(envelope.id))
      const { format, id, revision, createdAt, savedAt, document } = envelope
      await writeEnvelope(revisionPath(id, revision, conflictId), { format, id, revision, createdAt, savedAt, document })
    },
    async revisions(id) {
      const all: Revision[] = []
      for (const { revision, conflictId } of await names(id)) {
        const envelope = await readIntact(revisionPath(id, revision, conflictId))
        if (envelope !== undefined) all.push({ revision, savedAt: envelope.savedAt, ...(conflictId === undefined ? {} : { conflictId }) })
      }
      return all.toSorted((a, b) => b.revision - a.revision || b.savedAt - a.savedAt)
    },
    readRevision: (id, revision, conflictId) => readIntact(revisionPath(id, revision, conflictId)),
    newestRevision: async (id) =>
      Math.max(0, ...(await names(id)).filter(({ conflictId }) => conflictId === undefined).map(({ revision }) => revision)),
  }
}
