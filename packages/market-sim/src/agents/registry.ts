import { type PersonaId, personaIds } from '../simulation/simulation-types.ts'
import type { Persona } from './define-persona.ts'
import { marketMaker } from './personas/market-maker.ts'
import { momentum } from './personas/momentum.ts'
import { noise } from './personas/noise.ts'
import { valueInvestor } from './personas/value-investor.ts'

/** Every kind of agent; a new one is its file and its line here. */
export const personas: Readonly<Record<PersonaId, Persona>> = {
  'market-maker': marketMaker,
  'value-investor': valueInvestor,
  momentum,
  'mean-reversion': momentum,
  noise,
  fomo: noise,
  whale: noise,
  arbitrageur: noise,
  'llm-trader': noise,
}

export function isPersonaId(text: string): text is PersonaId {
  return personaIds.some((id) => id === text)
}
