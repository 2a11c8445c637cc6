import type { AgentAnswer } from '../../simulation/simulation-types.ts'
import type { Micros } from '../../venue/venue-types.ts'
import { definePersona, type Turn } from '../define-persona.ts'
import { drawBetween, drawExponential } from '../draws.ts'
import { llmFacts } from '../llm-facts.ts'
import { lossesText } from '../losses-text.ts'
import { percentText, priceText } from '../traded-market.ts'

interface State {
  /** The open question, '' = none. */
  askId: string
  /** Questions so far. */
  asked: number
  askedAt: number
  /** When it wants to ask again. */
  nextAskAt: number
  /** Mid when it asked, ticks. */
  askedPrice: number
  answered: number
}

type Parameter = 'wakeSeconds' | 'timeoutSeconds' | 'largestShare' | 'slippage' | 'largestMove'
type Reason = 'ruleBuys' | 'ruleSells' | 'ruleCloses' | 'ruleHasEnough' | 'ruleHolds' | 'tooLate' | 'priceMoved' | 'nothingToTrade'

const noNumbers = [0, 0, 0, 0] as const
const trendMinutes = 15
/** Of what it was given: what its rule trades at once, and the most that the rule has bought or sold. */
const ruleStep = 0.03
const ruleLimit = 0.15

const inMinutes = (change: number) => `rule: ${percentText(change)} in ${trendMinutes} minutes`

export const llmTrader = definePersona<State, Parameter, Reason>({
  id: 'llm-trader',
  title: 'LLM trader',
  summary: 'Asks a language model with market facts and its own recalled decisions, trades when the answer comes, holds when none comes.',
  rule: 'Without a model: price against that of 15 minutes ago. Up by more than one usual deviation: buys 3 % of what it was given, until it has bought 15 %; down: sells so. Once the price is back on the other side of where it was 15 minutes ago, closes what it had traded; else holds. After two losses in a row half as much.',
  parameters: {
    wakeSeconds: { title: 'Asks every', unit: 's', default: 180, min: 1, max: 86_400 },
    timeoutSeconds: { title: 'Waits for an answer', unit: 's', default: 60, min: 1, max: 86_400 },
    largestShare: { title: 'Most it trades at once', unit: 'share of what it can', default: 0.25, min: 0.001, max: 1 },
    slippage: { title: 'Pays at most so much beyond the best price', unit: 'x usual volatility', default: 0.5, min: 0, max: 100 },
    largestMove: { title: 'Discards an answer when the price has moved', unit: 'x usual volatility', default: 8, min: 0, max: 1000 },
  },
  reasons: {
    ruleBuys: ([change, losses]) => `${inMinutes(change)}, goes with it${lossesText(losses)}`,
    ruleSells: ([change, losses]) => `${inMinutes(change)}, goes with it${lossesText(losses)}`,
    ruleCloses: ([change, held]) => `${inMinutes(change)}: closes what it had ${held > 0 ? 'bought' : 'sold'}`,
    ruleHasEnough: ([change, held, limit, losses]) =>
      `${inMinutes(change)}, but has ${held > 0 ? 'bought' : 'sold'} its ${Number((100 * limit).toFixed(1))} % already${lossesText(losses)}`,
    ruleHolds: ([change]) => `${inMinutes(change)} is not enough`,
    tooLate: ([seconds]) => `no answer after ${seconds.toFixed(0)} s: holds`,
    priceMoved: ([asked, price], market) =>
      `the answer is out of date: ${priceText(market, asked)} when it asked, ${priceText(market, price)} now`,
    nothingToTrade: ([share]) => `wants to trade ${percentText(share, 0)} of what it can, which is below the venue's minimum`,
  },
  capitalMinutes: () => 3,
  feeTier: { makerPpm: 0, takerPpm: 100 },
  horizonSeconds: 600,
  latencySeconds: { min: 0.2, max: 1 },
  start: () => ({ askId: '', asked: 0, askedAt: 0, nextAskAt: 0, askedPrice: 0, answered: 0 }),
  act: (turn) => {
    const { desk, state, parameters } = turn
    desk.review()
    if (state.askId !== '') return wait(turn)
    const pause = (state.nextAskAt - desk.now) / 1_000_000
    if (pause > 0) return pause
    if (desk.mid() <= 0) return 5
    ask(turn)
    return Math.min(parameters.timeoutSeconds, (state.nextAskAt - desk.now) / 1_000_000)
  },
  onAnswer: (turn, answer) => {
    const { state } = turn
    if (answer.askId !== state.askId) return
    state.askId = ''
    state.answered += 1
    act(turn, answer)
  },
  figures: (state) => ({ questions: state.asked, answers: state.answered, 'open question': state.askId === '' ? 'none' : state.askId }),
})

function ask({ desk, state, parameters }: Turn<State, Parameter, Reason>): void {
  state.asked += 1
  state.askId = `${desk.id}-${state.asked}`
  state.askedAt = desk.now
  state.nextAskAt = Math.round(desk.now + pauseOf(desk.random, parameters.wakeSeconds) * 1_000_000)
  state.askedPrice = desk.mid()
  const expiresAt = Math.round(desk.now + parameters.timeoutSeconds * 1_000_000) as Micros
  desk.world.ask({ askId: state.askId, agent: desk.id, persona: desk.persona, time: desk.now, expiresAt, facts: llmFacts(desk) })
}

/** Seconds until it looks again. */
function wait({ desk, state, parameters, why }: Turn<State, Parameter, Reason>): number {
  const seconds = (desk.now - state.askedAt) / 1_000_000
  if (seconds < parameters.timeoutSeconds) return parameters.timeoutSeconds - seconds
  desk.world.withdrawAsk(state.askId)
  state.askId = ''
  desk.decide({ action: 'hold', quantity: 0, price: 0, reason: why.tooLate, numbers: [seconds, 0, 0, 0] })
  desk.setOutcome('discarded')
  return Math.max(5, (state.nextAskAt - desk.now) / 1_000_000)
}

function pauseOf(random: Parameters<typeof drawExponential>[0], seconds: number): number {
  return seconds * (0.5 + 0.5 * drawExponential(random)) * drawBetween(random, 0.8, 1.2)
}

function act(turn: Turn<State, Parameter, Reason>, answer: AgentAnswer): void {
  const { desk } = turn
  if (!answer.ok) {
    if (answer.useRule) return followRule(turn)
    desk.mind = 'model'
    return hold(turn, `${answer.code}: ${answer.reason}`)
  }
  desk.mind = 'model'
  if (answer.action === 'hold') return hold(turn, answer.reason)
  const share = Math.max(0, Math.min(1, answer.size))
  order(turn, {
    sign: answer.action === 'buy' ? 1 : -1,
    wanted: (most) => share * most,
    reason: -1,
    numbers: noNumbers,
    text: answer.reason,
  })
}

function hold({ desk }: Turn<State, Parameter, Reason>, text: string): void {
  desk.decide({ action: 'hold', quantity: 0, price: 0, reason: -1, numbers: noNumbers, text })
}

function followRule(turn: Turn<State, Parameter, Reason>): void {
  const { desk, why } = turn
  const { market, memory } = desk
  desk.mind = 'rule-instead-of-model'
  const before = desk.world.past.close(market.index, trendMinutes)
  const change = before > 0 ? desk.mid() / before - 1 : 0
  const held = desk.position
  const sign = change > 0 ? 1 : -1
  if (Math.abs(held) >= market.smallestLots && change * held < 0) {
    return order(turn, { sign, wanted: () => Math.abs(held), reason: why.ruleCloses, numbers: [change, held, 0, 0] })
  }
  if (Math.abs(change) < market.minuteVolatility * Math.sqrt(trendMinutes)) {
    return desk.decide({ action: 'hold', quantity: 0, price: 0, reason: why.ruleHolds, numbers: [change, 0, 0, 0] })
  }
  const caution = memory.lossStreak >= 2 ? 0.5 : 1
  const missing = caution * ruleLimit * desk.capitalLots - Math.abs(held)
  if (missing < market.smallestLots) {
    const numbers = [change, held, caution * ruleLimit, memory.lossStreak] as const
    return desk.decide({ action: 'hold', quantity: 0, price: 0, reason: why.ruleHasEnough, numbers })
  }
  order(turn, {
    sign,
    wanted: () => Math.min(missing, caution * ruleStep * desk.capitalLots),
    reason: sign > 0 ? why.ruleBuys : why.ruleSells,
    numbers: [change, memory.lossStreak, 0, 0],
  })
}

interface Wish {
  readonly sign: number
  /** Lots, given those that it can trade. */
  readonly wanted: (most: number) => number
  readonly reason: number
  readonly numbers: readonly [number, number, number, number]
  readonly text?: string
}

/** Reviews a wish against the price and the funds of now, which are not those of the question. */
function order({ desk, state, parameters, why }: Turn<State, Parameter, Reason>, { sign, wanted, ...words }: Wish): void {
  const { market } = desk
  const action = sign > 0 ? 'buy' : 'sell'
  const mid = desk.mid()
  const discard = (reason: number, numbers: readonly [number, number, number, number]) => {
    desk.decide({ action, quantity: 0, price: Math.round(mid), reason, numbers })
    desk.setOutcome('discarded')
  }
  if (Math.abs(mid / state.askedPrice - 1) > parameters.largestMove * market.minuteVolatility) {
    return discard(why.priceMoved, [state.askedPrice, mid, 0, 0])
  }
  const best = sign > 0 ? desk.ask() : desk.bid()
  const limit = Math.max(1, Math.round(best * (1 + sign * parameters.slippage * market.minuteVolatility)))
  const most = sign > 0 ? desk.buyable(limit) : desk.sellable()
  const wish = Math.min(wanted(most), parameters.largestShare * most)
  const lots = best === 0 ? 0 : desk.fit(sign, wish, limit)
  if (lots === 0) return discard(why.nothingToTrade, [most > 0 ? wish / most : 0, 0, 0, 0])
  desk.decide({ action, quantity: lots, price: limit, ...words })
  desk.take(sign, lots, limit)
}
