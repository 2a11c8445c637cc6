import { type ComponentType, type LazyExoticComponent } from 'react'

/** A tab of the dock below the canvas. `component` is lazy: the first load carries no charts. */
export interface RunPanelDefinition {
  readonly id: string
  readonly title: string
  readonly component: LazyExoticComponent<ComponentType<{ readonly workflowId: string }>>
}

/** Tabs in their order; the editor's own Problems tab comes after them. */
export const runPanels: readonly RunPanelDefinition[] = []
