import { lazy } from 'react'

/**
 * Parts of the editor that the first paint does not need. They are fetched a moment later, before anybody asks for them: what is
 * typed right after a key that opens one must not get lost.
 */
const loads = {
  inspector: () => import('./inspector/inspector.tsx').then((module) => ({ default: module.Inspector })),
  outline: () => import('./outline/outline.tsx').then((module) => ({ default: module.Outline })),
  connectChooser: () => import('./commands/connect-chooser.tsx').then((module) => ({ default: module.ConnectChooser })),
  contextMenu: () => import('./commands/context-menu.tsx').then((module) => ({ default: module.ContextMenu })),
  commandPalette: () => import('./commands/command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
  conflictDialog: () => import('./saving/conflict-dialog.tsx').then((module) => ({ default: module.ConflictDialog })),
  liveOverlay: () => import('./canvas/live-overlay.tsx').then((module) => ({ default: module.LiveOverlay })),
  hoverCard: () => import('./canvas/hover-card.tsx').then((module) => ({ default: module.HoverCard })),
  problems: () => import('./problems/problems-panel.tsx').then((module) => ({ default: module.ProblemsPanel })),
  runFields: () => import('../runs/run-fields.tsx').then((module) => ({ default: module.RunFields })),
  palette: () => import('./palette/palette.tsx').then((module) => ({ default: module.Palette })),
  markdown: () => import('../ui/markdown.tsx').then((module) => ({ default: module.Markdown })),
  liveRegion: () => import('./live-region.tsx').then((module) => ({ default: module.LiveRegion })),
  crashButton: () => import('../crash-tests/crash-button.tsx').then((module) => ({ default: module.CrashButton })),
  timeSlider: () => import('../runs/panel/time-slider.tsx').then((module) => ({ default: module.TimeSlider })),
} as const

export const Inspector = lazy(loads.inspector)
export const Outline = lazy(loads.outline)
export const ConnectChooser = lazy(loads.connectChooser)
export const ContextMenu = lazy(loads.contextMenu)
export const CommandPalette = lazy(loads.commandPalette)
export const ConflictDialog = lazy(loads.conflictDialog)
export const HoverCard = lazy(loads.hoverCard)
export const LiveOverlay = lazy(loads.liveOverlay)
export const ProblemsPanel = lazy(loads.problems)
export const RunFields = lazy(loads.runFields)
export const Palette = lazy(loads.palette)
export const Markdown = lazy(loads.markdown)
export const LiveRegion = lazy(loads.liveRegion)
export const CrashButton = lazy(loads.crashButton)
export const TimeSlider = lazy(loads.timeSlider)
export const ShortcutSheet = lazy(() => import('./commands/shortcut-sheet.tsx').then((module) => ({ default: module.ShortcutSheet })))
export const CrashDialog = lazy(() => import('../crash-tests/crash-dialog.tsx').then((module) => ({ default: module.CrashDialog })))
export const HistoryDialog = lazy(() => import('./saving/history-dialog.tsx').then((module) => ({ default: module.HistoryDialog })))

/** Fetches what is needed soon, after the first paint. Returns the way out. */
export function fetchLater(): () => void {
  const timer = setTimeout(() => {
    for (const load of Object.values(loads)) load().catch(() => undefined)
  }, 250)
  return () => clearTimeout(timer)
}
