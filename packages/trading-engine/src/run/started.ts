import type { Time } from '@strategraph/market-model'
import type { Plan } from '@strategraph/strategy-core'
import type { RunVenue } from '../broker/run-venue.ts'
import type { Mode } from '../journal/event.ts'
import { recordable } from '../journal/recordable.ts'
import type { EventBody } from '../journal/recorder.ts'
import type { FeedBinding, RunSettings } from './settings.ts'

export interface FeedRange {
  readonly bars: number
  readonly from: Time
  readonly to: Time
}

/** The first event of a run: everything that its result depends on, beside the bars. */
export function startedEvent(
  plan: Plan,
  bindings: ReadonlyMap<string, FeedBinding>,
  settings: RunSettings,
  {
    mode,
    revision,
    ranges,
    venue,
  }: {
    readonly mode: Mode
    readonly revision?: number | undefined
    readonly ranges?: ReadonlyMap<string, FeedRange>
    readonly venue?: RunVenue
  },
): EventBody {
  const { document, graphHash, domains } = plan
  return {
    type: 'run.started',
    payload: {
      mode,
      graphHash,
      workflowId: document.id,
      workflowName: document.name,
      ...(revision === undefined ? {} : { revision }),
      account: recordable(settings.account),
      limits: recordable(settings.limits),
      endOfData: settings.endOfData,
      ...(venue === undefined ? {} : { atVenue: true }),
      feeds: domains.flatMap(({ feed, interval }) => {
        const binding = bindings.get(feed)
        if (binding === undefined) return []
        return [
          {
            feed,
            instrument: { ...binding.instrument },
            interval,
            provenance: binding.provenance,
            source: binding.source,
            ...ranges?.get(feed),
          },
        ]
      }),
    },
  }
}
