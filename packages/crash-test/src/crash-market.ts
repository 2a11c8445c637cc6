import { instrumentScale, priceOf, type Time } from '@strategraph/market-model'
import {
  createSimulation,
  type MarketIndex,
  type Micros,
  type Scenario,
  type SimulationConfig,
  type Venue,
  type VenueCommands,
} from '@strategraph/market-sim'

/** The simulated market of a test, in ms. */
export interface CrashMarket {
  readonly venue: Venue
  readonly commands: VenueCommands
  readonly now: Time
  advance(to: Time): void
  start(scenario: Scenario): void
  /** Middle of the book; the last price where a side is empty. */
  mid(market: MarketIndex): number
}

export function openCrashMarket(config: Omit<SimulationConfig, 'startTime'>, startTime: Time): CrashMarket {
  const simulation = createSimulation({ ...config, startTime: (startTime * 1000) as Micros })
  const { venue } = simulation
  const scales = config.instruments.map(({ instrument }) => instrumentScale(instrument))
  const price = (market: MarketIndex, ticks: ReturnType<Venue['lastPrice']>) => {
    const scale = scales[market]
    return scale === undefined ? Number.NaN : priceOf(ticks, scale)
  }
  return {
    venue,
    commands: simulation.door,
    get now() {
      return Math.floor(simulation.now / 1000)
    },
    advance: (to) => void simulation.advance((to * 1000) as Micros),
    start: (scenario) => simulation.startScenario(scenario),
    mid(market) {
      const [bid, ask] = [venue.bestBid(market), venue.bestAsk(market)]
      return bid === 0 || ask === 0 ? price(market, venue.lastPrice(market)) : (price(market, bid) + price(market, ask)) / 2
    },
  }
}
