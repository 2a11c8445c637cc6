import type { PopulationEntry, Scenario, Simulation } from '@strategraph/market-sim'
import type { MarketCheckpoint, MarketEventNote, MarketReport, MarketStatus } from '@strategraph/protocol'
import type { MarketListener } from './market-listeners.ts'
import type { MarketReader } from './market-reader.ts'

/**
 * The simulated market of this server: one simulation at a time, moved along with real time, steered and looked at through here. One that
 * failed stands still: it cannot be resumed, stepped or kept (refused with MARKET_FAILED) until another one takes its place.
 */
export interface MarketHost {
  readonly simulation: Simulation
  readonly reader: MarketReader
  status(): MarketStatus
  /** Time begins to pass. */
  begin(): void
  /** Somebody asks the server for something: the market leaves the thread to others more often for a moment. */
  giveWay(): void
  /** Returns the way out. */
  observe(listener: MarketListener): () => void
  /** Newest last. */
  events(after: number, limit: number): readonly MarketEventNote[]
  pause(): void
  resume(): void
  setSpeed(speed: number | null): void
  /** Resolves when the market is there. */
  step(seconds: number): Promise<void>
  startScenario(scenario: Scenario): void
  /** A report of what was is kept. Throws SimulationError where no market can be made of this. */
  reset(change: { readonly seed?: number | undefined; readonly population?: readonly PopulationEntry[] | undefined }): Promise<void>
  saveCheckpoint(name: string): Promise<MarketCheckpoint>
  /** Paused then. False where there is no such checkpoint; throws where it cannot be read any more. */
  restoreCheckpoint(id: string): Promise<boolean>
  writeReport(): Promise<MarketReport>
  /** The state is on disk when it resolves. */
  close(): Promise<void>
}
