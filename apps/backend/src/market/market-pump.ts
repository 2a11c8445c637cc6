import type { Micros } from '@strategraph/market-sim'
import { createMarketClock, type MarketClock } from '../runs/dry-run/market-clock.ts'
import { micros } from './micros.ts'
import { createSpeedometer } from './speedometer.ts'

/** The part of a simulation that moves. */
export interface Pumped {
  readonly now: Micros
  /** Processes one event, if there is one up to then; true: nothing is left before. */
  moveOn(until: Micros): boolean
}

export interface PumpOptions {
  /** ms UTC of the machine. */
  readonly realNow: () => number
  /** ms that never go back; for measuring. */
  readonly elapsed?: () => number
  /** Market ms per real ms; null = as fast as the machine. */
  readonly speed: number | null
  readonly isPaused: boolean
  /** After every slice of work. */
  readonly onSlice: () => void
  /** The machine slept, or nothing could run for so many real ms: the market goes on where it was. */
  readonly onStall: (realMs: number) => void
  /** A slice threw: the market is paused, and nothing moves until another simulation is driven. */
  readonly onFailure: (cause: unknown) => void
}

/** Moves a simulation along with real time, in slices that leave the thread to everybody else in between. */
export interface MarketPump {
  readonly speed: number | null
  readonly isPaused: boolean
  readonly measuredSpeed: number
  /** Real ms until the market will be there, as things are; Infinity while it stands. */
  msUntil(time: Micros): number
  /** Somebody asks the server for something: for a tenth of a second the thread is left to others more often. */
  giveWay(): void
  /** Another simulation. `catchesUp`: whatever the speed, it first comes to the time of the machine as fast as it can. */
  drive(simulation: Pumped, options: { readonly catchesUp: boolean }): void
  setSpeed(speed: number | null): void
  pause(): void
  resume(): void
  /** Pauses and goes on by so many microseconds; resolves when it is there, or something else was asked for. */
  step(distance: number): Promise<void>
  stop(): void
}

/** Longest piece of work: whoever asks the API comes in behind one of them. */
const sliceMs = 4
/** From then on: a request takes several turns of the event loop, with a slice in each, and is to be answered within 20 ms. */
const shortSliceMs = 1
const giveWayMs = 100
/** How long nothing is done when the market is where its clock is. */
const restMs = 10
/** A machine that cannot keep up with the speed is never further behind than this; `measuredSpeed` tells what it does. */
const longestLagMs = 500
const stallMs = 5000
/** A market that is slower than time itself gives up to catch up with it after so long. */
const longestCatchUpMs = 60_000
/** Goal of a market without a speed: always ahead. */
const farAhead = 3_600_000_000

export function createMarketPump(options: PumpOptions): MarketPump {
  const { realNow, elapsed = () => performance.now(), onSlice, onStall, onFailure } = options
  let simulation: Pumped | undefined
  let { speed, isPaused } = options
  /** ms UTC until which the market catches up with the machine's time; 0 = it does not. */
  let catchUpEnd = 0
  let clock: MarketClock = createMarketClock(realNow, speed ?? 1)
  let steps: { readonly until: number; readonly done: () => void }[] = []
  let cancelTurn = () => {}
  let isStopped = false
  let lastTurn = realNow()
  let giveWayUntil = 0
  const speedometer = createSpeedometer(elapsed)

  const anchor = () => {
    clock = createMarketClock(realNow, speed ?? 1)
    clock.anchor((simulation?.now ?? 0) / 1000)
    lastTurn = realNow()
    speedometer.restart()
  }

  const goalOf = (driven: Pumped): number | undefined => {
    const [step] = steps
    if (step !== undefined) return step.until
    if (catchUpEnd > 0) return Math.min(realNow(), catchUpEnd) * 1000
    if (isPaused) return undefined
    return speed === null ? driven.now + farAhead : clock.now() * 1000
  }

  const slice = (driven: Pumped, goal: number): boolean => {
    const begin = elapsed()
    const end = begin + (begin < giveWayUntil ? shortSliceMs : sliceMs)
    for (;;) {
      if (driven.moveOn(micros(goal))) return true
      if (elapsed() >= end) return false
    }
  }

  const turn = () => {
    const driven = simulation
    const goal = driven === undefined || isStopped ? undefined : goalOf(driven)
    if (driven === undefined || goal === undefined) return
    const real = realNow()
    const stall = real - lastTurn
    lastTurn = real
    if (stall > stallMs && steps.length === 0) onStall(stall)
    let isThere: boolean
    try {
      isThere = slice(driven, goal)
      speedometer.note(driven.now)
      onSlice()
    } catch (cause) {
      simulation = undefined
      isPaused = true
      catchUpEnd = 0
      endSteps()
      onFailure(cause)
      return
    }
    // Whoever listened may have asked for something else.
    if (simulation !== driven || isStopped) return
    if (isThere && steps[0]?.until === goal) {
      steps.shift()?.done()
      if (steps.length === 0 && isPaused) speedometer.restart()
    } else if (isThere && catchUpEnd > 0) {
      catchUpEnd = 0
      anchor()
    } else if (!isThere && speed !== null && (goal - driven.now) / 1000 / speed > longestLagMs) clock.anchor(driven.now / 1000)
    schedule(isThere && steps.length === 0 ? restMs : 0)
  }

  const schedule = (delay: number) => {
    cancelTurn()
    if (isStopped) return
    if (delay > 0) {
      const timer = setTimeout(turn, delay)
      cancelTurn = () => clearTimeout(timer)
    } else {
      // Between two immediates the event loop looks at every socket.
      const immediate = setImmediate(turn)
      cancelTurn = () => clearImmediate(immediate)
    }
  }

  const endSteps = () => {
    const ended = steps
    steps = []
    for (const { done } of ended) done()
  }

  return {
    get speed() {
      return speed
    },
    get isPaused() {
      return isPaused
    },
    get measuredSpeed() {
      return isPaused && steps.length === 0 && catchUpEnd === 0 ? 0 : speedometer.value
    },
    msUntil(time) {
      const step = steps.at(-1)
      if (step !== undefined) return time <= step.until ? 0 : Number.POSITIVE_INFINITY
      if (isPaused && catchUpEnd === 0) return Number.POSITIVE_INFINITY
      const pace = speed ?? speedometer.value
      if (pace === 0) return 0
      const from = catchUpEnd > 0 ? Math.min(realNow(), catchUpEnd) * 1000 : (simulation?.now ?? 0)
      return Math.max(0, time - from) / 1000 / pace
    },
    giveWay() {
      giveWayUntil = elapsed() + giveWayMs
    },
    drive(driven, { catchesUp }) {
      simulation = driven
      catchUpEnd = catchesUp ? realNow() + longestCatchUpMs : 0
      endSteps()
      anchor()
      schedule(0)
    },
    setSpeed(wanted) {
      speed = wanted
      anchor()
      schedule(0)
    },
    pause() {
      isPaused = true
      catchUpEnd = 0
      endSteps()
    },
    resume() {
      isPaused = false
      endSteps()
      anchor()
      schedule(0)
    },
    step(distance) {
      isPaused = true
      catchUpEnd = 0
      if (simulation === undefined || isStopped) return Promise.resolve()
      const from = steps.at(-1)?.until ?? simulation.now
      return new Promise((done) => {
        steps.push({ until: from + distance, done })
        schedule(0)
      })
    },
    stop() {
      isStopped = true
      cancelTurn()
      endSteps()
    },
  }
}
