/**
 * Who is due when. Everybody has a slot of their own and at most one appointment, so nothing here ever grows. Appointments at the same time are
 * kept in the order in which they were made. A 4-ary heap of slots: with some hundred slots three comparisons deep.
 */
export interface Timetable {
  /** Replaces what the slot had. */
  set(slot: number, time: number): void
  /** Moves the slot's appointment forward in time, never back. */
  advanceTo(slot: number, time: number): void
  /** The same for many slots, each after its own delay. */
  advanceAll(slots: Int32Array, from: number, delays: Float64Array): void
  clear(slot: number): void
  /** Infinity where the slot has none. */
  timeOf(slot: number): number
  /** -1 where nobody has an appointment. */
  first(): number
  /** Infinity where nobody has one. */
  firstTime(): number
  snapshot(): TimetableSnapshot
}

/** By slot; -1 = no appointment (JSON has no Infinity). */
export interface TimetableSnapshot {
  readonly times: readonly number[]
  readonly orders: readonly number[]
  readonly made: number
}

const absent = -1

export function createTimetable(slots: number, saved?: TimetableSnapshot): Timetable {
  const times = new Float64Array(slots).fill(Number.POSITIVE_INFINITY)
  const orders = new Float64Array(slots)
  const heap = new Int32Array(slots)
  const places = new Int32Array(slots).fill(absent)
  let size = 0
  let made = 0

  const isBefore = (left: number, right: number) => {
    const leftTime = times[left] ?? 0
    const rightTime = times[right] ?? 0
    return leftTime < rightTime || (leftTime === rightTime && (orders[left] ?? 0) < (orders[right] ?? 0))
  }
  const put = (place: number, slot: number) => {
    heap[place] = slot
    places[slot] = place
  }
  const rise = (from: number, slot: number) => {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 2
      const other = heap[parent] ?? 0
      if (!isBefore(slot, other)) break
      put(place, other)
      place = parent
    }
    put(place, slot)
  }
  const sink = (from: number, slot: number) => {
    let place = from
    for (;;) {
      const firstChild = 4 * place + 1
      if (firstChild >= size) break
      const end = Math.min(firstChild + 4, size)
      let best = heap[firstChild] ?? 0
      let bestPlace = firstChild
      for (let child = firstChild + 1; child < end; child += 1) {
        const other = heap[child] ?? 0
        if (isBefore(other, best)) {
          best = other
          bestPlace = child
        }
      }
      if (!isBefore(best, slot)) break
      put(place, best)
      place = bestPlace
    }
    put(place, slot)
  }
  const clear = (slot: number) => {
    const place = places[slot] ?? absent
    if (place === absent) return
    places[slot] = absent
    times[slot] = Number.POSITIVE_INFINITY
    size -= 1
    if (place === size) return
    const moved = heap[size] ?? 0
    rise(place, moved)
    sink(places[moved] ?? place, moved)
  }
  const set = (slot: number, time: number) => {
    if (time === Number.POSITIVE_INFINITY) return clear(slot)
    const place = places[slot] ?? absent
    const isLater = place !== absent && time >= (times[slot] ?? 0)
    times[slot] = time
    made += 1
    orders[slot] = made
    if (place === absent) {
      size += 1
      rise(size - 1, slot)
    } else if (isLater) sink(place, slot)
    else rise(place, slot)
  }

  if (saved !== undefined) {
    // By the order in which they were made, so that `orders` can be taken over afterwards without moving anything.
    const kept = saved.times.map((_, slot) => slot).filter((slot) => (saved.times[slot] ?? absent) !== absent)
    kept.sort((left, right) => (saved.orders[left] ?? 0) - (saved.orders[right] ?? 0))
    for (const slot of kept) set(slot, saved.times[slot] ?? 0)
    orders.set(saved.orders)
    made = saved.made
  }
  return {
    set,
    clear,
    advanceTo: (slot, time) => {
      if (time < (times[slot] ?? 0)) set(slot, time)
    },
    advanceAll: (chosen, from, delays) => {
      for (let index = 0; index < chosen.length; index += 1) {
        const slot = chosen[index] ?? 0
        const time = from + (delays[index] ?? 0)
        if (time < (times[slot] ?? 0)) set(slot, time)
      }
    },
    timeOf: (slot) => times[slot] ?? Number.POSITIVE_INFINITY,
    first: () => (size === 0 ? absent : (heap[0] ?? absent)),
    firstTime: () => (size === 0 ? Number.POSITIVE_INFINITY : (times[heap[0] ?? 0] ?? Number.POSITIVE_INFINITY)),
    snapshot: () => ({
      times: Array.from(times, (time) => (time === Number.POSITIVE_INFINITY ? absent : time)),
      orders: Array.from(orders),
      made,
    }),
  }
}
