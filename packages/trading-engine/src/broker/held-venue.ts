import type { BrokerEvent, Time } from '@strategraph/market-model'
import type { RunVenue } from './run-venue.ts'

/**
 * A venue as a session sees it: while the session is at work the venue's clock stands still and its reports wait, whatever
 * the broker does. So all that a call saw is on record with what the call was given, and a replay sees the same.
 */
export interface HeldVenue {
  readonly venue: RunVenue
  /** Reads the venue's clock. */
  look(): Time
  /** What the clock says until it is read again. */
  hold(time: Time): void
  /** Reports that come meanwhile are handed on afterwards, in their order. */
  during<Result>(act: () => Result): Result
}

export function holdVenue(venue: RunVenue): HeldVenue {
  const waiting: BrokerEvent[] = []
  let present = Number.NEGATIVE_INFINITY
  let isAtWork = false
  let listener: (event: BrokerEvent) => void = () => {}

  const look = () => {
    present = venue.clock.now()
    return present
  }

  function during<Result>(act: () => Result): Result {
    if (isAtWork) return act()
    try {
      return atWork(act)
    } finally {
      handOn()
    }
  }

  function handOn(): void {
    if (isAtWork) return
    // What a report leads to may lead to more of them: they wait behind it.
    for (let report = waiting.shift(); report !== undefined; report = waiting.shift()) {
      const event = report
      atWork(() => {
        look()
        listener(event)
      })
    }
  }

  function atWork<Result>(act: () => Result): Result {
    isAtWork = true
    try {
      return act()
    } finally {
      isAtWork = false
    }
  }

  return {
    look,
    hold(time) {
      present = time
    },
    during,
    venue: {
      clock: { now: () => present },
      createBroker(context) {
        const broker = venue.createBroker(context)
        broker.onEvent((event) => {
          waiting.push(event)
          handOn()
        })
        return {
          submit: (instruction) => broker.submit(instruction),
          cancel: (id, reason) => broker.cancel(id, reason),
          onEvent(next) {
            listener = next
          },
        }
      },
    },
  }
}
