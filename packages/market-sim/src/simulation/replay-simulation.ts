import { moneyFromText } from '@strategraph/market-model'
import type { Venue, VenueOrderRequest } from '../venue/venue-types.ts'
import { createSimulation } from './create-simulation.ts'
import { SimulationError } from './simulation-error.ts'
import type { Simulation, SimulationConfig, SimulationInput } from './simulation-types.ts'

/**
 * The simulation again, from its configuration and what came from outside, in order. Ends at the last input; an `idle` input says how far
 * time went on afterwards. Throws SimulationError (REPLAY_DIVERGED) where an input does not come out at the moment at which it was given.
 */
export function replaySimulation(config: SimulationConfig, inputs: readonly SimulationInput[]): Simulation {
  const simulation = createSimulation(config)
  for (const input of inputs) {
    goTo(simulation, input)
    if (input.type === 'command') repeat(simulation.door, input)
    else if (input.type === 'answer') simulation.answer(input.answer)
    else if (input.type === 'scenario') simulation.startScenario(input.scenario)
    else simulation.advance(input.to)
  }
  return simulation
}

/** Exactly so many events first: several may lie at the moment of the input, before and after it. */
function goTo(simulation: Simulation, { tick, time }: SimulationInput): void {
  simulation.advance(time, tick - simulation.ticks)
  if (simulation.ticks !== tick || simulation.now !== time) {
    throw new SimulationError(
      'REPLAY_DIVERGED',
      `the recording is at event ${tick} and ${time} us, the replay at ${simulation.ticks} and ${simulation.now} us`,
    )
  }
}

type Command = Extract<SimulationInput, { readonly type: 'command' }>

function repeat(door: Simulation['door'], { name, arguments: recorded }: Command): void {
  // Recorded by `createDoor` with the arguments of that command.
  const given = recorded as Parameters<Venue[typeof name]>
  const [first] = recorded
  if (name === 'submit' && isRequest(first)) door.submit(withMoney(first))
  else Reflect.apply(door[name], door, given)
}

type RecordedRequest = Omit<VenueOrderRequest, 'quoteBudget'> & { readonly quoteBudget?: string }

function isRequest(argument: unknown): argument is RecordedRequest {
  return typeof argument === 'object' && argument !== null && 'kind' in argument
}

function withMoney({ quoteBudget, ...request }: RecordedRequest): VenueOrderRequest {
  return quoteBudget === undefined ? request : { ...request, quoteBudget: moneyFromText(quoteBudget) }
}
