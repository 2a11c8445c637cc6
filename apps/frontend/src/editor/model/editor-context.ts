import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { EditorState, EditorStore } from './editor-store.ts'

export const EditorContext = createContext<EditorStore | undefined>(undefined)

/** The store of the canvas that the component stands in. */
export function useEditor(): EditorStore {
  const store = useContext(EditorContext)
  if (store === undefined) throw new Error('outside of an editor')
  return store
}

export function useEditorState<Value>(select: (state: EditorState) => Value): Value {
  return useStore(useEditor(), select)
}
