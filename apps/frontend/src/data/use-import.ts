import type { ApiError, Dataset, ImportPreview } from '@strategraph/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../api/client.ts'
import { keys, queryClient } from '../api/queries.ts'
import type { ColumnChoice } from './column-roles.ts'
import { guessSymbol } from './guess-symbol.ts'

/** What the user may say about a file. */
export interface ImportSettings {
  readonly name: string
  /** undefined: as the file says. */
  readonly symbol: string | undefined
  readonly stampsAreBarEnd: boolean
  /** Minutes east of UTC. */
  readonly utcOffsetMinutes: number
  readonly columns: ColumnChoice
}

export const usualSettings: ImportSettings = { name: '', symbol: undefined, stampsAreBarEnd: false, utcOffsetMinutes: 0, columns: {} }

export type PreviewState =
  | { readonly status: 'none' }
  /** `last` and `failure`: what was shown before, and still is. */
  | { readonly status: 'reading'; readonly last: ImportPreview | undefined; readonly failure?: unknown }
  | { readonly status: 'ready'; readonly preview: ImportPreview }
  | { readonly status: 'failed'; readonly error: unknown }

interface ChosenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

function query(file: ChosenFile, settings: ImportSettings, acceptProblems: boolean) {
  const { name, symbol, stampsAreBarEnd, utcOffsetMinutes, columns } = settings
  return {
    fileName: file.name.slice(0, 300),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(symbol === undefined || symbol.trim() === '' ? {} : { symbol: symbol.trim().toUpperCase() }),
    stampsAreBarEnd: stampsAreBarEnd ? ('true' as const) : ('false' as const),
    utcOffsetMinutes,
    ...(Object.keys(columns).length === 0 ? {} : { columns: JSON.stringify(columns) }),
    acceptProblems: acceptProblems ? ('true' as const) : ('false' as const),
  }
}

/** What was seen stays in sight while it is read again: a form must not vanish under the hand. */
function rereading(before: PreviewState): PreviewState {
  if (before.status === 'reading') return before
  if (before.status === 'failed') return { status: 'reading', last: undefined, failure: before.error }
  return { status: 'reading', last: before.status === 'ready' ? before.preview : undefined }
}

const settleMs = 250

/** Preview of a file, made anew when what the user says about it changes; and the import itself. */
export function useImport() {
  const [file, setFile] = useState<ChosenFile>()
  const [settings, setSettings] = useState(usualSettings)
  const [preview, setPreview] = useState<PreviewState>({ status: 'none' })
  const [isStoring, setStoring] = useState(false)
  const [error, setError] = useState<unknown>()
  const turn = useRef(0)
  const { columns, stampsAreBarEnd, utcOffsetMinutes } = settings

  const choose = useCallback(async (chosen: File) => {
    setError(undefined)
    setPreview({ status: 'reading', last: undefined })
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer())
      setSettings({ ...usualSettings, symbol: guessSymbol(chosen.name) })
      setFile({ name: chosen.name, bytes })
    } catch (cause) {
      setPreview({ status: 'failed', error: cause })
    }
  }, [])

  useEffect(() => {
    if (file === undefined) return
    const mine = ++turn.current
    setPreview(rereading)
    const timer = setTimeout(() => {
      // Name and symbol change nothing in the preview.
      api
        .previewData({ query: query(file, { ...usualSettings, columns, stampsAreBarEnd, utcOffsetMinutes }, false), file: file.bytes })
        .then(
          (found) => turn.current === mine && setPreview({ status: 'ready', preview: found }),
          (cause: ApiError) => turn.current === mine && setPreview({ status: 'failed', error: cause }),
        )
        .catch(() => undefined)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [file, columns, stampsAreBarEnd, utcOffsetMinutes])

  const store = async (acceptProblems: boolean): Promise<Dataset | undefined> => {
    if (file === undefined) return undefined
    setStoring(true)
    setError(undefined)
    try {
      const dataset = await api.importData({ query: query(file, settings, acceptProblems), file: file.bytes })
      await queryClient.invalidateQueries({ queryKey: keys.datasets })
      return dataset
    } catch (cause) {
      setError(cause)
      return undefined
    } finally {
      setStoring(false)
    }
  }

  return {
    file,
    settings,
    change: (part: Partial<ImportSettings>) => setSettings((before) => ({ ...before, ...part })),
    preview,
    choose,
    forget: () => {
      setFile(undefined)
      setPreview({ status: 'none' })
    },
    store,
    isStoring,
    error,
  }
}
