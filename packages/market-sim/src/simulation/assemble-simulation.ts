import { assetsOf } from '../agents/assets.ts'
import { createAttention } from '../agents/attention.ts'
import { createCircumstances } from '../agents/circumstances.ts'
import { DecisionRing } from '../agents/decision-ring.ts'
import { createFlowReader } from '../agents/flow-reader.ts'
import { createMarketSight } from '../agents/market-sight.ts'
import { createNewsWire } from '../agents/news-wire.ts'
import { tradedMarket } from '../agents/traded-market.ts'
import type { World } from '../agents/world.ts'
import { seedRandom } from '../random.ts'
import { createVenue, restoreVenue } from '../venue/venue.ts'
import { createAgentViews } from './agent-views.ts'
import { createAskBox } from './ask-box.ts'
import { seatCrew, memberSnapshot } from './crew.ts'
import { createDoor } from './door.ts'
import { createEngine } from './engine.ts'
import { createEventFeed } from './event-feed.ts'
import { createJournalist } from './journalist.ts'
import { createMarketRecord, recordSnapshot } from './market-record.ts'
import { marketView } from './market-views.ts'
import { createObservers } from './observers.ts'
import { planPopulation } from './population.ts'
import { createScenarioStage } from './scenario-stage.ts'
import { type SnapshotContent, snapshotVersion } from './simulation-snapshot.ts'
import type { Simulation, SimulationConfig } from './simulation-types.ts'
import { createTimetable } from './timetable.ts'
import { createValuation } from './valuation.ts'

const keptDecisions = 10_000
const noTrades: readonly never[] = []

/** Puts the parts together, new or from a snapshot. */
export function assembleSimulation(config: SimulationConfig, saved?: SnapshotContent): Simulation {
  const { seed, instruments, startTime } = config
  const markets = instruments.map(tradedMarket)
  const assets = assetsOf(markets)
  const plans = planPopulation(config.population, markets)
  const venue =
    saved === undefined
      ? createVenue({ instruments: instruments.map(({ instrument }) => instrument), now: startTime })
      : restoreVenue(saved.venue)
  const sight = createMarketSight(venue, markets, saved?.sight)
  const asks = createAskBox(saved?.asks)
  const log = new DecisionRing(keptDecisions, saved?.log)
  const observers = createObservers()
  const feed = createEventFeed((event) => observers.onEvent(event), saved?.feed)
  const records = markets.map((market) =>
    createMarketRecord(market, venue, (bar) => engine.onMinute(market, bar), saved?.records[market.index]),
  )
  const world: World = {
    venue,
    markets,
    sight,
    assets,
    attention: createAttention(seed, assets, markets.length, saved?.attention),
    circumstances: createCircumstances(markets.length, saved?.circumstances),
    wires: markets.map(({ index }) => createNewsWire(saved?.wires[index])),
    flows: markets.map(({ index, unitLots }) => createFlowReader(unitLots, saved?.flows[index])),
    log,
    onDecision: (seq) => {
      const record = observers.wantDecisions() ? log.read(seq) : undefined
      if (record !== undefined) observers.onDecision(views.decision(record))
    },
    ask: (ask) => asks.open(ask),
    withdrawAsk: (askId) => asks.close(askId),
    past: {
      close: (market, minutesBack) => records[market]?.candles.minute(minutesBack)?.close ?? 0,
      headlines: (market, limit) =>
        feed.list.newest(limit, ({ symbol }) => symbol === undefined || symbol === markets[market]?.symbol).map(({ title }) => title),
    },
  }
  const crew = seatCrew(plans, world, { seed, saved: saved?.crew })
  const views = createAgentViews(world, crew, createValuation(markets))
  const journalist = createJournalist({ world, crew, views, records, feed, saved: saved?.journalist })
  const timetable = createTimetable(plans.length + 4 + markets.length, saved?.timetable)
  const tapeRandom = { ...(saved?.tapeRandom ?? seedRandom(seed, 'tape')) }
  const crowdRandom = { ...(saved?.crowdRandom ?? seedRandom(seed, 'crowds')) }
  const rumourRandom = { ...(saved?.rumourRandom ?? seedRandom(seed, 'rumours')) }
  const stage = createScenarioStage({
    world,
    crew,
    seed,
    wake: (agent) => timetable.advanceTo(agent, venue.now + (crew[agent]?.actor.desk.latencyMicros ?? 0)),
    listener: journalist,
    saved: saved?.stage,
  })
  const engine = createEngine({
    world,
    crew,
    records,
    journalist,
    stage,
    timetable,
    tapeRandom,
    rumourRandom,
    crowdRandom,
    observers,
    ticks: saved?.ticks ?? 0,
  })
  if (saved === undefined) engine.wakeEverybody()
  const door = createDoor(venue, (command) => observers.onInput({ tick: engine.ticks, time: venue.now, type: 'command', ...command }))

  return {
    config,
    venue,
    door,
    get now() {
      return venue.now
    },
    get ticks() {
      return engine.ticks
    },
    advance: (until, budget) => engine.advance(until, budget),
    markets: () => records.map((record) => marketView(record, world)),
    candles: (market, interval, limit) => {
      const frozenAt = sight.frozenAt(market)
      return records[market]?.candles.read(interval, limit, frozenAt === undefined ? undefined : frozenAt / 1000) ?? noTrades
    },
    trades: (market, limit) => {
      const frozenAt = sight.frozenAt(market) ?? Number.POSITIVE_INFINITY
      return records[market]?.tape.newest(limit, frozenAt) ?? noTrades
    },
    agents: () => crew.map((member) => views.summary(member)),
    agent: (id) => {
      const member = crew[id]
      return member === undefined ? undefined : views.detail(member)
    },
    decisions: (limit) => {
      const first = Math.max(1, log.newest - Math.min(limit, keptDecisions) + 1)
      const numbers = Array.from({ length: log.newest - first + 1 }, (_, index) => first + index)
      return numbers.flatMap((number) => {
        const record = log.read(number)
        return record === undefined ? [] : [views.decision(record)]
      })
    },
    events: (afterSeq, limit) => feed.list.newest(Number.POSITIVE_INFINITY, ({ seq }) => seq > afterSeq).slice(0, limit),
    startScenario: (scenario) => {
      observers.onInput({ tick: engine.ticks, time: venue.now, type: 'scenario', scenario })
      stage.start(scenario)
      engine.scheduleStage()
    },
    scenarios: () => stage.runs().map(({ scenario, startedAt, endsAt }) => ({ id: scenario.id, title: scenario.title, startedAt, endsAt })),
    takeAsks: () => asks.take(),
    answer: (answer) => {
      const ask = asks.find(answer.askId)
      if (ask === undefined) return false
      observers.onInput({ tick: engine.ticks, time: venue.now, type: 'answer', answer })
      asks.close(answer.askId)
      crew[ask.agent]?.actor.answer(answer)
      return true
    },
    observe: (observer) => observers.add(observer),
    onInput: (listener) => observers.addInputListener(listener),
    snapshot: () => {
      const content: SnapshotContent = {
        version: snapshotVersion,
        config,
        ticks: engine.ticks,
        venue: venue.snapshot(),
        timetable: timetable.snapshot(),
        sight: sight.snapshot(),
        attention: world.attention.snapshot(),
        circumstances: world.circumstances.snapshot(),
        flows: world.flows.map((flow) => flow.snapshot()),
        wires: world.wires.map((wire) => wire.snapshot()),
        log: log.snapshot(),
        crew: crew.map(memberSnapshot),
        records: records.map(recordSnapshot),
        asks: asks.snapshot(),
        feed: feed.snapshot(),
        journalist: journalist.snapshot(),
        stage: stage.snapshot(),
        tapeRandom: { ...tapeRandom },
        rumourRandom: { ...rumourRandom },
        crowdRandom: { ...crowdRandom },
      }
      return { ...content }
    },
  }
}
