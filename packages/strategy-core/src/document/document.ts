import { z } from 'zod'

export const currentFormatVersion = 1

/** Stable id of a node, edge, sticky or group: letters, digits, `_` and `-`. It names CSV columns and orders, so no dot. */
const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, at most 64')
const shortText = z.string().max(200)
const longText = z.string().max(20_000)
const position = z.strictObject({ x: z.number(), y: z.number() })
const fraction = z.number().min(0).max(1)

export const nodeSchema = z.strictObject({
  id,
  type: z.string().min(1).max(100),
  version: z.int().min(1),
  /** Left out by hand-written files: the editor lays nodes out that lie on each other. */
  position: position.prefault({ x: 0, y: 0 }),
  config: z.record(z.string(), z.unknown()).prefault({}),
  label: shortText.optional(),
  disabled: z.boolean().optional(),
  notes: longText.optional(),
  /** Id of the group that the node lies in. */
  group: id.optional(),
})

export const edgeSchema = z.strictObject({
  id,
  source: id,
  sourceHandle: z.string().min(1).max(100),
  target: id,
  targetHandle: z.string().min(1).max(100),
})

export const stickySchema = z.strictObject({
  id,
  position,
  size: z.strictObject({ width: z.number().positive(), height: z.number().positive() }),
  text: longText,
  color: z.enum(['yellow', 'blue', 'green', 'pink', 'grey']),
})

export const groupSchema = z.strictObject({
  id,
  title: shortText,
  position,
  size: z.strictObject({ width: z.number().positive(), height: z.number().positive() }),
})

/** The account that a backtest or dry-run starts with and what the simulated venue charges. All of it is printed beside every result. */
export const accountSchema = z.strictObject({
  currency: z.string().min(1).max(10).default('USD'),
  /** Plain decimal text, exact. */
  initialCash: z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'a plain decimal number')
    .default('10000'),
  allowShort: z.boolean().default(false),
  /** Fee per side as a fraction of the notional: 0.0026 = 0.26 %. */
  takerFee: fraction.default(0.0026),
  makerFee: fraction.default(0.0016),
  /** Market and stop orders fill this many basis points worse than the bar says. */
  slippageBps: z.number().min(0).max(1000).default(0),
})

/** Hard limits of the account, above every risk gate. */
export const limitsSchema = z.strictObject({
  maxPositionFraction: z.number().positive().max(10).optional(),
  maxExposureFraction: z.number().positive().max(10).default(1),
  maxDrawdownFraction: z.number().positive().max(1).optional(),
  maxEntriesPerDay: z.int().positive().optional(),
  cooldownBars: z.int().min(0).optional(),
  dailyLossFraction: z.number().positive().max(1).optional(),
})

export const settingsSchema = z.strictObject({
  account: accountSchema.prefault({}),
  limits: limitsSchema.prefault({}),
  /**
   * What a backtest does with what is open when the data ends. `close`: no new entries in the last two bars, everything is
   * closed at the last bar's open. `keep`: left open, valued at the last close.
   */
  endOfData: z.enum(['close', 'keep']).default('close'),
})

/** The workflow document, the one truth of a strategy. Parse with `parseDocument`, which also migrates and limits. */
export const documentSchema = z.strictObject({
  formatVersion: z.literal(currentFormatVersion),
  id,
  name: shortText.min(1),
  description: longText.default(''),
  settings: settingsSchema.prefault({}),
  nodes: z.array(nodeSchema).max(500),
  edges: z.array(edgeSchema).max(2000),
  groups: z.array(groupSchema).max(200).optional(),
  stickies: z.array(stickySchema).max(200).optional(),
  viewport: z.strictObject({ x: z.number(), y: z.number(), zoom: z.number().positive() }).optional(),
})

export type WorkflowDocument = z.output<typeof documentSchema>
export type WorkflowNode = z.output<typeof nodeSchema>
export type WorkflowEdge = z.output<typeof edgeSchema>
export type Sticky = z.output<typeof stickySchema>
export type Group = z.output<typeof groupSchema>
export type AccountSettings = z.output<typeof accountSchema>
export type AccountLimits = z.output<typeof limitsSchema>
export type WorkflowSettings = z.output<typeof settingsSchema>
