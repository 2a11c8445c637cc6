import type { Account } from '../accounts/account.ts'
import type { Exchange } from '../exchange.ts'
import { invalidArgument, type KrakenError } from '../kraken-error.ts'
import { cancelAll } from './change-order.ts'

/**
 * CancelAllOrdersAfter: sets the timer anew, or with 0 ends it. Answers the milliseconds at which all orders will be canceled; 0 = never.
 */
export function setDeadManSwitch(exchange: Exchange, account: Account, timeout: string | undefined): number | KrakenError {
  if (timeout === undefined || !/^\d{1,5}$/.test(timeout) || Number(timeout) > 86_400) return invalidArgument('timeout')
  clearTimeout(account.cancelAfter)
  account.cancelAfter = undefined
  const milliseconds = Number(timeout) * 1000
  if (milliseconds === 0) return 0
  account.cancelAfter = setTimeout(() => {
    account.cancelAfter = undefined
    cancelAll(exchange, account, 'CancelAllOrdersAfter Timeout')
  }, milliseconds)
  account.cancelAfter.unref()
  return exchange.clock.now() + milliseconds
}
