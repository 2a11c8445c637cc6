import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

/** A tab of the dock below the canvas. `component` is lazy: the first load carries no charts. */
export interface RunPanelDefinition {
  readonly id: string
  readonly title: string
  readonly component: LazyExoticComponent<ComponentType<{ readonly workflowId: string }>>
}

/** Tabs in their order; the editor's own Problems tab comes after them. */
export const runPanels: readonly RunPanelDefinition[] = [
  {
    id: 'chart',
    title: 'Chart',
    component: lazy(() => import('./chart/chart-panel.tsx').then((module) => ({ default: module.ChartPanel }))),
  },
  {
    id: 'equity',
    title: 'Equity',
    component: lazy(() => import('./equity/equity-panel.tsx').then((module) => ({ default: module.EquityPanel }))),
  },
  {
    id: 'trades',
    title: 'Trades',
    component: lazy(() => import('./trades/trades-panel.tsx').then((module) => ({ default: module.TradesPanel }))),
  },
  {
    id: 'decisions',
    title: 'Decisions',
    component: lazy(() => import('./decisions/decisions-panel.tsx').then((module) => ({ default: module.DecisionsPanel }))),
  },
  {
    id: 'results',
    title: 'Results',
    component: lazy(() => import('./results/results-panel.tsx').then((module) => ({ default: module.ResultsPanel }))),
  },
  { id: 'log', title: 'Log', component: lazy(() => import('./runs/log-panel.tsx').then((module) => ({ default: module.LogPanel }))) },
  { id: 'runs', title: 'Runs', component: lazy(() => import('./runs/runs-panel.tsx').then((module) => ({ default: module.RunsPanel }))) },
]
