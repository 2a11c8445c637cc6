import { type PersonaId, personaIds } from '../simulation/simulation-types.ts'
import type { Persona } from './define-persona.ts'
import { arbitrageur } from './personas/arbitrageur.ts'
import { fomo } from './personas/fomo.ts'
import { llmTrader } from './personas/llm-trader.ts'
import { marketMaker } from './personas/market-maker.ts'
import { meanReversion } from './personas/mean-reversion.ts'
import { momentum } from './personas/momentum.ts'
import { noise } from './personas/noise.ts'
import { valueInvestor } from './personas/value-investor.ts'
import { whale } from './personas/whale.ts'

/** Every kind of agent; a new one is its file and its line here. */
export const personas: Readonly<Record<PersonaId, Persona>> = {
  'market-maker': marketMaker,
  'value-investor': valueInvestor,
  momentum,
  'mean-reversion': meanReversion,
  noise,
  fomo,
  whale,
  arbitrageur,
  'llm-trader': llmTrader,
}

export function isPersonaId(text: string): text is PersonaId {
  return personaIds.some((id) => id === text)
}
