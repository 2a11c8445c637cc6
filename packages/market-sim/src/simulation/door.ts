import { moneyToText } from '@strategraph/market-model'
import type { Venue, VenueCommands } from '../venue/venue-types.ts'

/** A command as it is recorded: plain JSON, money as text, without observers. */
export interface RecordedCommand {
  readonly name: keyof VenueCommands
  readonly arguments: readonly unknown[]
}

/** The venue's commands for those outside, each recorded before it is done. Checks are not recorded: they change nothing. */
export function createDoor(venue: Venue, record: (command: RecordedCommand) => void): VenueCommands {
  return {
    submit: (request) => {
      const { quoteBudget, ...rest } = request
      record({ name: 'submit', arguments: [quoteBudget === undefined ? rest : { ...rest, quoteBudget: moneyToText(quoteBudget) }] })
      return venue.submit(request)
    },
    amend: (request) => {
      record({ name: 'amend', arguments: [request] })
      return venue.amend(request)
    },
    cancel: (...command) => {
      record({ name: 'cancel', arguments: command })
      return venue.cancel(...command)
    },
    cancelAll: (...command) => {
      record({ name: 'cancelAll', arguments: command })
      return venue.cancelAll(...command)
    },
    validate: (request) => venue.validate(request),
    openAccount: (options) => {
      const { observer: _, ...plain } = options
      record({ name: 'openAccount', arguments: [plain] })
      return venue.openAccount(options)
    },
    deposit: (...command) => {
      record({ name: 'deposit', arguments: command })
      venue.deposit(...command)
    },
  }
}
