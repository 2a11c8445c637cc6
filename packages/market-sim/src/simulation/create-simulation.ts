import { checkedConfig } from './config-problems.ts'
import { assembleSimulation } from './assemble-simulation.ts'
import { readSnapshot } from './simulation-snapshot.ts'
import type { Simulation, SimulationConfig, SimulationSnapshot } from './simulation-types.ts'

/** A market full of agents at its first moment. Throws SimulationError (INVALID_CONFIG). */
export function createSimulation(config: SimulationConfig): Simulation {
  return assembleSimulation(checkedConfig(config))
}

/** Goes on byte for byte as the simulation that the snapshot was taken of; observers have to come back by themselves. */
export function restoreSimulation(snapshot: SimulationSnapshot): Simulation {
  return assembleSimulation(checkedConfig(snapshot.config), readSnapshot(snapshot))
}
