import { type BrokerEvent, type OrderId, type Time } from '@strategraph/market-model'
import type { JournalEvent } from '../journal/event.ts'
import { recordedFill, recordedState } from '../journal/recorded-report.ts'
import { orderId } from '../market/amounts.ts'
import type { Market } from '../market/market.ts'
import { lookup } from '../market/lookup.ts'
import type { RunVenue } from './run-venue.ts'

/** What a venue reports, as a journal has it. */
export type RecordedReport = Extract<JournalEvent, { type: 'order.state' | 'fill' }>

/** The venue of a run that is run again: it is connected to nothing, and says what is on record. */
export interface RecordedVenue {
  readonly venue: RunVenue
  /** What the venue's clock says. */
  setTime(time: Time): void
  /** Nothing happens where the run has sent no such order. */
  report(event: RecordedReport): void
  /** The record is over: an order that is sent from here on throws RangeError, since nobody would get it. */
  close(): void
}

export function createRecordedVenue(): RecordedVenue {
  const marketOf = new Map<OrderId, Market>()
  let present = Number.NEGATIVE_INFINITY
  let isClosed = false
  let tell: (event: BrokerEvent) => void = () => {}
  const refuse = () => {
    if (isClosed) throw new RangeError('the venue of this run is a record that has ended: it takes no orders')
  }
  return {
    venue: {
      clock: { now: () => present },
      createBroker({ markets }) {
        const find = lookup(markets, ({ id }: Market) => id)
        return {
          submit({ id, instrument }) {
            refuse()
            const market = find(instrument)
            if (market !== undefined) marketOf.set(id, market)
          },
          cancel: refuse,
          onEvent(listener) {
            tell = listener
          },
        }
      },
    },
    setTime(time) {
      present = time
    },
    report(event) {
      const id = orderId(event.type === 'fill' ? event.payload.fill.orderId : event.payload.orderId)
      const market = marketOf.get(id)
      if (market === undefined) return
      if (event.type === 'fill') tell({ type: 'fill', fill: recordedFill(event.payload.fill, market) })
      else tell({ type: 'order', orderId: id, state: recordedState(event.payload, market) })
    },
    close() {
      isClosed = true
    },
  }
}
