import { create } from 'zustand'
import type { Point } from './document-ops.ts'

export type LeftPanel = 'palette' | 'outline'
export type RightPanel = 'settings' | 'help' | 'values'

/** Where a quick-add list stands and what the chosen node is to be joined with. */
export interface QuickAdd {
  /** Page pixels. */
  readonly screen: Point
  /** Canvas units: where the node goes. */
  readonly position: Point
  readonly from?: { readonly nodeId: string; readonly port: string; readonly side: 'input' | 'output' }
  readonly edgeId?: string
  /** Fills an edge that was refused: nodes between these two. */
  readonly between?: { readonly source: string; readonly sourceHandle: string; readonly target: string; readonly targetHandle: string }
  /** Said above the list (a refusal). */
  readonly message?: { readonly reason: string; readonly fix: string }
  /** Incompatible nodes are offered too, after the others (Tab with a node selected). */
  readonly withOthers?: boolean
}

export interface ContextMenuPlace {
  readonly screen: Point
  readonly target: { readonly kind: 'node' | 'edge'; readonly id: string } | { readonly kind: 'pane'; readonly position: Point }
}

export interface ViewState {
  readonly left: LeftPanel | undefined
  readonly right: RightPanel | undefined
  /** Id of the dock's open tab. */
  readonly dock: string | undefined
  readonly dockHeight: number
  readonly minimap: boolean
  readonly quickAdd: QuickAdd | undefined
  readonly menu: ContextMenuPlace | undefined
  /** Node whose title is being typed. */
  readonly renaming: string | undefined
  /** Node whose connection is being chosen from a list. */
  readonly connecting: string | undefined
  /** Palette shows only what fits this port. */
  readonly paletteFilter: { readonly nodeId: string; readonly port: string; readonly side: 'input' | 'output' } | undefined
}

const storageKey = 'strategraph.panels'

function stored(): Partial<ViewState> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    const height = 'dockHeight' in value && typeof value.dockHeight === 'number' ? { dockHeight: value.dockHeight } : {}
    const minimap = 'minimap' in value && typeof value.minimap === 'boolean' ? { minimap: value.minimap } : {}
    return { ...height, ...minimap }
  } catch {
    return {}
  }
}

/** Side panels are sheets over the canvas below this width. */
export const wideEnough = 900
const isWide = innerWidth >= wideEnough

/** Which panels are open. On a phone they are sheets over the canvas and begin closed. */
export const useView = create<ViewState>(() => ({
  left: isWide ? 'palette' : undefined,
  right: undefined,
  dock: undefined,
  dockHeight: 300,
  minimap: true,
  quickAdd: undefined,
  menu: undefined,
  renaming: undefined,
  connecting: undefined,
  paletteFilter: undefined,
  ...stored(),
}))
useView.subscribe(({ dockHeight, minimap }) => localStorage.setItem(storageKey, JSON.stringify({ dockHeight, minimap })))
export const setView = useView.setState

/** Opens a left panel, or closes it where it is open. On a narrow screen one sheet at a time. */
export function toggleLeft(panel: LeftPanel): void {
  setView(({ left, right }) => ({ left: left === panel ? undefined : panel, right: innerWidth < wideEnough ? undefined : right }))
}

/** Opens the right panel; on a narrow screen in place of the left one. */
export function openRight(panel: RightPanel): void {
  setView(({ left }) => ({ right: panel, left: innerWidth < wideEnough ? undefined : left }))
}

export function toggleRight(): void {
  if (useView.getState().right === undefined) openRight('settings')
  else setView({ right: undefined })
}
