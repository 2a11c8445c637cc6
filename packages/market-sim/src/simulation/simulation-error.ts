/** Thrown for a configuration, a snapshot or a recording that no simulation can be made of. */
export class SimulationError extends Error {
  readonly code: 'INVALID_CONFIG' | 'INVALID_SNAPSHOT' | 'REPLAY_DIVERGED'
  constructor(code: SimulationError['code'], message: string) {
    super(message)
    this.name = 'SimulationError'
    this.code = code
  }
}
