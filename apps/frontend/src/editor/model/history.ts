import type { WorkflowDocument } from '@strategraph/strategy-core'

/** One undoable step. Documents share what did not change, so a step costs what it changed. */
export interface Step {
  /** "Move RSI": shown in the menu. */
  readonly label: string
  readonly before: WorkflowDocument
  readonly after: WorkflowDocument
  /** Steps of one group within `groupMs` of each other are one: typing a number is one undo. */
  readonly group: string | undefined
  readonly at: number
}

export interface History {
  readonly undo: readonly Step[]
  readonly redo: readonly Step[]
}

export const noHistory: History = { undo: [], redo: [] }
const groupMs = 1200
const mostSteps = 500

export function record(history: History, step: Step): History {
  const last = history.undo.at(-1)
  const joins = last !== undefined && step.group !== undefined && last.group === step.group && step.at - last.at <= groupMs
  const undo = joins
    ? [...history.undo.slice(0, -1), { ...last, label: step.label, after: step.after, at: step.at }]
    : [...history.undo.slice(-(mostSteps - 1)), step]
  return { undo, redo: [] }
}

export function stepBack({
  undo,
  redo,
}: History): { readonly history: History; readonly document: WorkflowDocument; readonly label: string } | undefined {
  const step = undo.at(-1)
  if (step === undefined) return undefined
  return { history: { undo: undo.slice(0, -1), redo: [...redo, step] }, document: step.before, label: step.label }
}

export function stepForward({
  undo,
  redo,
}: History): { readonly history: History; readonly document: WorkflowDocument; readonly label: string } | undefined {
  const step = redo.at(-1)
  if (step === undefined) return undefined
  return { history: { undo: [...undo, step], redo: redo.slice(0, -1) }, document: step.after, label: step.label }
}
