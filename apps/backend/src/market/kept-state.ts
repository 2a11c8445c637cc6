import { restoreSimulation, type Simulation, type SimulationSnapshot } from '@strategraph/market-sim'
import { z } from 'zod'
import { recordingSchema } from './report/recorder.ts'

/** Everything that a market needs to go on; what is inside the snapshot is the simulation's own affair. */
const keptStateSchema = z.object({
  version: z.literal(1),
  snapshot: z.custom<SimulationSnapshot>((value) => typeof value === 'object' && value !== null && 'config' in value),
  recording: recordingSchema,
})
export type KeptState = z.output<typeof keptStateSchema>

/** Throws where the text is damaged, or of a version of the program that we are not. */
export function readKept(body: string): { readonly simulation: Simulation; readonly kept: KeptState } {
  const kept = keptStateSchema.parse(JSON.parse(body))
  return { simulation: restoreSimulation(kept.snapshot), kept }
}
