import { type StartRun, feedChoiceSchema } from '@strategraph/protocol'
import { z } from 'zod'
import { create } from 'zustand'

export type FeedChoice = z.output<typeof feedChoiceSchema>

const settingsSchema = z.object({
  mode: z.enum(['backtest', 'dry-run', 'live']).default('backtest'),
  /** By feed node id; absent: what the node itself says. */
  feeds: z.record(z.string(), feedChoiceSchema).default({}),
  /** Days, `2026-11-21`; empty = all there is. */
  from: z.string().default(''),
  to: z.string().default(''),
  /** Account overrides; empty = what the strategy says. */
  initialCash: z.string().default(''),
  takerFeePercent: z.string().default(''),
  makerFeePercent: z.string().default(''),
  slippageBps: z.string().default(''),
  /** Simulated ms per real ms. */
  speed: z.number().default(3600),
})
export type RunSettings = z.output<typeof settingsSchema>

const storageKey = 'strategraph.run-settings'
const allSchema = z.record(z.string(), settingsSchema)

function stored(): Readonly<Record<string, RunSettings>> {
  try {
    const parsed = allSchema.safeParse(JSON.parse(localStorage.getItem(storageKey) ?? '{}'))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}

/** What the run bar of each workflow is set to; kept over reloads. */
export const useRunSettings = create<{ readonly byWorkflow: Readonly<Record<string, RunSettings>> }>(() => ({ byWorkflow: stored() }))
useRunSettings.subscribe(({ byWorkflow }) => localStorage.setItem(storageKey, JSON.stringify(byWorkflow)))

const usual: RunSettings = settingsSchema.parse({})

export const settingsOf = (workflowId: string): RunSettings => useRunSettings.getState().byWorkflow[workflowId] ?? usual
export const useSettingsOf = (workflowId: string): RunSettings => useRunSettings((store) => store.byWorkflow[workflowId] ?? usual)

export function changeRunSettings(workflowId: string, change: Partial<RunSettings>): void {
  useRunSettings.setState(({ byWorkflow }) => ({
    byWorkflow: { ...byWorkflow, [workflowId]: { ...(byWorkflow[workflowId] ?? usual), ...change } },
  }))
}

/** A day as the first moment of it in UTC; undefined for an empty or unreadable one. */
function dayStart(day: string): number | undefined {
  const time = day === '' ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) ? undefined : time
}

const dayMs = 86_400_000

/** The request that the settings stand for. `feedIds`: feeds of the present graph; choices for others are left out. */
export function startRequest(settings: RunSettings, workflowId: string, revision: number, feedIds: readonly string[]): StartRun {
  const { mode, feeds, from, to, initialCash, takerFeePercent, makerFeePercent, slippageBps, speed } = settings
  const chosen = Object.fromEntries(Object.entries(feeds).filter(([id]) => feedIds.includes(id)))
  const account = {
    ...(initialCash.trim() === '' ? {} : { initialCash: initialCash.trim() }),
    ...(takerFeePercent.trim() === '' ? {} : { takerFee: Number(takerFeePercent) / 100 }),
    ...(makerFeePercent.trim() === '' ? {} : { makerFee: Number(makerFeePercent) / 100 }),
    ...(slippageBps.trim() === '' ? {} : { slippageBps: Number(slippageBps) }),
  }
  const first = dayStart(from)
  const last = dayStart(to)
  return {
    mode,
    workflowId,
    revision,
    ...(Object.keys(chosen).length === 0 ? {} : { feeds: chosen }),
    ...(mode === 'backtest' && first !== undefined ? { from: first } : {}),
    // The last day is meant to be in it.
    ...(mode === 'backtest' && last !== undefined ? { to: last + dayMs } : {}),
    ...(Object.keys(account).length === 0 ? {} : { account }),
    ...(mode === 'dry-run' ? { speed } : {}),
  }
}

/** What is wrong with the settings, in words; undefined when nothing. */
export function settingsProblem(settings: RunSettings): string | undefined {
  const numbers: readonly (readonly [string, string])[] = [
    ['Starting capital', settings.initialCash],
    ['Taker fee', settings.takerFeePercent],
    ['Maker fee', settings.makerFeePercent],
    ['Slippage', settings.slippageBps],
  ]
  for (const [name, text] of numbers) if (text.trim() !== '' && !(Number(text) >= 0)) return `${name} must be a number of at least 0.`
  const [first, last] = [dayStart(settings.from), dayStart(settings.to)]
  if (settings.mode === 'backtest' && first !== undefined && last !== undefined && last < first) return 'The range ends before it begins.'
  return undefined
}
