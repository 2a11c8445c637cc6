import { isSeed, mostSeed } from '@strategraph/market-model'
import { isPersonaId, personas } from '../agents/registry.ts'
import { SimulationError } from './simulation-error.ts'
import type { PopulationEntry, SimulationConfig } from './simulation-types.ts'

const mostAgents = 10_000

/** What is wrong with a configuration, in words; empty where a simulation can be made of it. */
export function simulationProblems(config: SimulationConfig): readonly string[] {
  const problems: string[] = []
  const { seed, startTime, instruments, population } = config
  if (!isSeed(seed)) problems.push(`the seed ${seed} is not a whole number from 0 to ${mostSeed}`)
  if (!Number.isSafeInteger(startTime) || startTime < 0) problems.push(`the start time ${startTime} is no time in microseconds`)
  if (instruments.length === 0) problems.push('there is no market')
  const symbols = instruments.map(({ instrument }) => instrument.symbol)
  for (const [index, { instrument, startPrice, annualVolatility, volumePerMinute }] of instruments.entries()) {
    const say = (problem: string) => problems.push(`${instrument.symbol}: ${problem}`)
    if (symbols.indexOf(instrument.symbol) !== index) say('is there twice')
    if (!(startPrice >= 10 * Number(instrument.tickSize))) say(`the start price ${startPrice} is below ten ticks`)
    if (!(annualVolatility > 0 && annualVolatility <= 10)) say(`the volatility ${annualVolatility} is not between 0 and 10`)
    if (!(volumePerMinute > 0 && volumePerMinute < 1e9)) say(`the volume ${volumePerMinute} is not positive`)
  }
  const agents = population.reduce((sum, { count }) => sum + count, 0)
  if (!(agents <= mostAgents)) problems.push(`${agents} agents; at most ${mostAgents}`)
  population.forEach((entry, index) => problems.push(...entryProblems(entry, symbols).map((problem) => `population ${index}: ${problem}`)))
  return problems
}

function entryProblems({ persona: id, count, parameters = {} }: PopulationEntry, symbols: readonly string[]): readonly string[] {
  if (!isPersonaId(id)) return [`there is no persona ${JSON.stringify(id)}`]
  const problems: string[] = []
  if (!Number.isInteger(count) || count < 0) problems.push(`the count ${count} is not a whole number`)
  for (const [name, value] of Object.entries(parameters)) {
    if (name === 'market') {
      if (!symbols.some((symbol) => symbol === value)) problems.push(`there is no market ${JSON.stringify(value)}`)
      continue
    }
    const spec = personas[id].parameters[name]
    if (spec === undefined) problems.push(`${id} has no parameter ${JSON.stringify(name)}`)
    else if (typeof value !== 'number' || !(value >= spec.min && value <= spec.max)) {
      problems.push(`${id} ${name} is ${value}; from ${spec.min} to ${spec.max}`)
    }
  }
  return problems
}

/** Throws SimulationError (INVALID_CONFIG) with everything that is wrong. */
export function checkedConfig(config: SimulationConfig): SimulationConfig {
  const problems = simulationProblems(config)
  if (problems.length > 0) throw new SimulationError('INVALID_CONFIG', problems.join('; '))
  return config
}
