import type { AccountId, Simulation, VenueOrder } from '../../src/index.ts'

/**
 * Counts what passes between agents and venue as the kernel of ABIDES counts its messages, one for each that its queue gives out; wake-ups, which count
 * there too, are `simulation.ticks`.
 * - An order goes out. It is accepted where it enters the book (ABIDES says no such thing of one that trades whole at once). Each trade is told to both.
 * - A change or a cancellation goes out and is confirmed.
 * Left out: refused commands, orders that expire, what goes out to all who watch the market, and the question and answer by which an agent of ABIDES
 * gets to know the best prices (here it looks, a function call). Listening costs time: the run that is timed is another one of the same seed.
 */
export function countMessages({ venue }: Simulation): () => number {
  let count = 0
  const onOrder = (order: VenueOrder, change: string) => {
    const mayRest = order.timeInForce === 'gtc' || order.timeInForce === 'gtd'
    if (change === 'accepted') count += mayRest ? 2 : 1
    // One that was counted as entering the book, and never did, pays for it with its last trade.
    if (change === 'filled' && !(mayRest && order.status === 'filled' && order.acceptedAt === order.changedAt)) count += 1
    if (change === 'amended' || (change === 'ended' && order.endReason === 'USER')) count += 2
  }
  for (let account = 0; account < venue.accountCount; account += 1) venue.observeAccount(account as AccountId, { onOrder })
  return () => count
}
