import type { AttentionSnapshot } from '../agents/attention.ts'
import type { CircumstancesSnapshot } from '../agents/circumstances.ts'
import type { DecisionRingSnapshot } from '../agents/decision-ring.ts'
import type { FlowReaderSnapshot } from '../agents/flow-reader.ts'
import type { MarketSightSnapshot } from '../agents/market-sight.ts'
import type { NewsWireSnapshot } from '../agents/news-wire.ts'
import type { RandomState } from '../random.ts'
import type { VenueSnapshot } from '../venue/venue-types.ts'
import type { CrewMemberSnapshot } from './crew.ts'
import type { EventFeedSnapshot } from './event-feed.ts'
import type { JournalistSnapshot } from './journalist.ts'
import type { MarketRecordSnapshot } from './market-record.ts'
import type { StageSnapshot } from './scenario-stage.ts'
import { SimulationError } from './simulation-error.ts'
import type { AgentAsk, SimulationConfig, SimulationSnapshot } from './simulation-types.ts'
import type { TimetableSnapshot } from './timetable.ts'

/** Counts up when what is inside changes its meaning. */
export const snapshotVersion = 6

/** Everything that a simulation goes on from. */
export interface SnapshotContent {
  readonly version: number
  readonly config: SimulationConfig
  readonly ticks: number
  readonly venue: VenueSnapshot
  readonly timetable: TimetableSnapshot
  readonly sight: MarketSightSnapshot
  readonly attention: AttentionSnapshot
  readonly circumstances: CircumstancesSnapshot
  readonly flows: readonly FlowReaderSnapshot[]
  readonly wires: readonly NewsWireSnapshot[]
  readonly log: DecisionRingSnapshot
  readonly crew: readonly CrewMemberSnapshot[]
  readonly records: readonly MarketRecordSnapshot[]
  readonly asks: readonly AgentAsk[]
  readonly feed: EventFeedSnapshot
  readonly journalist: JournalistSnapshot
  readonly stage: StageSnapshot
  readonly tapeRandom: RandomState
  readonly rumourRandom: RandomState
  readonly crowdRandom: RandomState
}

const parts: readonly (keyof SnapshotContent)[] = [
  'ticks',
  'venue',
  'timetable',
  'sight',
  'attention',
  'circumstances',
  'flows',
  'wires',
  'log',
  'crew',
  'records',
  'asks',
  'feed',
  'journalist',
  'stage',
  'tapeRandom',
  'rumourRandom',
  'crowdRandom',
]

/** Throws SimulationError (INVALID_SNAPSHOT) for what was not made by `Simulation.snapshot` of this version. */
export function readSnapshot(snapshot: SimulationSnapshot): SnapshotContent {
  if (!isContent(snapshot)) throw new SimulationError('INVALID_SNAPSHOT', 'not a snapshot of a simulation, or one of another version')
  return snapshot
}

function isContent(snapshot: object): snapshot is SnapshotContent {
  return 'version' in snapshot && snapshot.version === snapshotVersion && parts.every((part) => part in snapshot)
}
