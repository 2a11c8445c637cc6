import { importWorkflowText } from '../../app/new-workflow.ts'
import { toast } from '../../ui/toast.tsx'
import { focusNode } from '../canvas/focus.ts'
import { copyItems, pasteClip, readClip } from '../model/clipboard.ts'
import { type Point, removeItems } from '../model/document-ops.ts'
import { selectedNodeIds } from '../model/editor-store.ts'
import type { CommandContext } from './command.ts'

function selectionText({ store }: CommandContext): string | undefined {
  const { document, ...state } = store.getState()
  const clip = copyItems(document, new Set(selectedNodeIds(state)))
  return clip === undefined ? undefined : JSON.stringify(clip, null, 2)
}

function cutSelection({ store }: CommandContext): void {
  const ids = new Set(selectedNodeIds(store.getState()))
  store.commit('Cut', removeItems(ids))
}

/** Middle of what the user looks at, moved a little per paste so that copies do not lie on each other. */
function pastePoint({ flow, store }: CommandContext): Point {
  const box = document.querySelector('.react-flow')?.getBoundingClientRect()
  const middle = box === undefined ? { x: 200, y: 200 } : { x: box.x + box.width / 2 - 100, y: box.y + box.height / 2 - 60 }
  const { x, y } = flow.screenToFlowPosition(middle)
  const { document: present } = store.getState()
  const shift = present.nodes.filter((node) => Math.abs(node.position.x - x) < 60 && Math.abs(node.position.y - y) < 60).length * 24
  return { x: x + shift, y: y + shift }
}

function paste(context: CommandContext, text: string): void {
  const read = readClip(text)
  if (read.kind === 'nothing') return toast({ tone: 'info', text: read.reason })
  if (read.kind === 'document') {
    void importWorkflowText(text, 'The clipboard')
    return
  }
  const { ids, edit } = pasteClip(context.store.getState().document, read.clip, pastePoint(context))
  context.store.commit(`Paste ${ids.length === 1 ? 'a node' : `${ids.length} items`}`, edit, { select: ids })
  if (ids[0] !== undefined) focusNode(ids[0])
}

/** From a menu: there is no clipboard event, so the page asks for the clipboard itself. */
export async function copySelection(context: CommandContext, isCut: boolean): Promise<void> {
  const text = selectionText(context)
  if (text === undefined) return
  try {
    await navigator.clipboard.writeText(text)
    if (isCut) cutSelection(context)
  } catch {
    toast({ tone: 'error', text: 'The browser does not give the clipboard to menus here. Use Ctrl+C, Ctrl+X and Ctrl+V.' })
  }
}

export async function pasteText(context: CommandContext): Promise<void> {
  try {
    paste(context, await navigator.clipboard.readText())
  } catch {
    toast({ tone: 'error', text: 'The browser does not give the clipboard to menus here. Use Ctrl+V.' })
  }
}

export function duplicateSelection(context: CommandContext): void {
  const { store } = context
  const { document: present, ...state } = store.getState()
  const clip = copyItems(present, new Set(selectedNodeIds(state)))
  if (clip === undefined) return
  const items = [...clip.nodes, ...clip.stickies]
  const at = { x: Math.min(...items.map((item) => item.position.x)) + 32, y: Math.min(...items.map((item) => item.position.y)) + 32 }
  const { ids, edit } = pasteClip(present, clip, at)
  store.commit('Duplicate', edit, { select: ids })
  if (ids[0] !== undefined) focusNode(ids[0])
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select') || target.closest('dialog') !== null)

/** Ctrl+C, Ctrl+X and Ctrl+V by the browser's own events, which need no permission. Returns the way out. */
export function listenToClipboard(context: () => CommandContext): () => void {
  const onCopy = (event: ClipboardEvent) => {
    if (isTyping(event.target) || getSelection()?.toString() !== '') return
    const text = selectionText(context())
    if (text === undefined || event.clipboardData === null) return
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
    if (event.type === 'cut' && !context().store.getState().isReadOnly) cutSelection(context())
  }
  const onPaste = (event: ClipboardEvent) => {
    if (isTyping(event.target) || context().store.getState().isReadOnly) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text.trim() === '') return
    event.preventDefault()
    paste(context(), text)
  }
  document.addEventListener('copy', onCopy)
  document.addEventListener('cut', onCopy)
  document.addEventListener('paste', onPaste)
  return () => {
    document.removeEventListener('copy', onCopy)
    document.removeEventListener('cut', onCopy)
    document.removeEventListener('paste', onPaste)
  }
}
