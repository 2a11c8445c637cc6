import { z } from 'zod'

/** The one-time launch token of the printed URL (`#token=...`) becomes a session cookie. */
export const launchSchema = z.object({ token: z.string().min(1) })
export const sessionSchema = z.object({ version: z.string(), simulated: z.boolean(), dataFolder: z.string() })
export const healthSchema = z.object({ status: z.literal('ok'), version: z.string(), uptimeSeconds: z.number(), activeRuns: z.int() })
export const createTokenSchema = z.object({ name: z.string().min(1).max(100) })
export const tokenSchema = z.object({ id: z.string(), name: z.string(), createdAt: z.number(), lastUsedAt: z.number().nullable() })
export const createdTokenSchema = tokenSchema.extend({ token: z.string().meta({ description: 'shown once' }) })
