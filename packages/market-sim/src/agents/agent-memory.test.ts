import { expect, it } from 'vitest'
import { AgentMemory, rememberedDecisions } from './agent-memory.ts'

const horizon = 1000
const decision = (time: number) => ({
  time,
  agent: 0,
  market: 0,
  action: 'buy' as const,
  quantity: 10,
  price: 100,
  mind: 'rule' as const,
  reason: 0,
  numbers: [0, 0, 0, 0] as const,
  text: undefined,
})

it('a decision that traded is judged once, after the horizon, by where the mid then stands', () => {
  const memory = new AgentMemory(horizon)
  const number = memory.remember(decision(0), 7)
  memory.addFill(number, 1, 100, 10)
  memory.review(horizon - 1, () => 110)
  expect(memory.judged).toBe(0)
  memory.review(horizon, () => 110)
  expect(memory.recall(1)[0]).toMatchObject({ seq: 7, tradedLots: 10, result: 0.1 })
  memory.review(5 * horizon, () => 50)
  expect(memory.judged).toBe(1)
  expect([memory.gainStreak, memory.lossStreak]).toEqual([1, 0])
})

it('losses in a row are counted until a gain; what did not trade is not judged', () => {
  const memory = new AgentMemory(horizon)
  for (const [index, later] of [90, 95, 90].entries()) {
    memory.addFill(memory.remember(decision(index * 10 * horizon), index + 1), 1, 100, 1)
    memory.review((index * 10 + 1) * horizon, () => later)
  }
  expect(memory.lossStreak).toBe(3)
  expect(memory.averageResult).toBeLessThan(0)
  memory.remember(decision(100 * horizon), 9)
  memory.review(200 * horizon, () => 1)
  expect(memory.lossStreak).toBe(3)
  memory.addFill(memory.remember(decision(300 * horizon), 10), -1, 100, 1)
  memory.review(400 * horizon, () => 90)
  expect([memory.lossStreak, memory.gainStreak]).toEqual([0, 1])
})

it('only the newest are remembered, and a snapshot goes on as the original', () => {
  const memory = new AgentMemory(horizon)
  for (let index = 1; index <= 3 * rememberedDecisions; index += 1) memory.addFill(memory.remember(decision(index), index), 1, 100, 1)
  expect(memory.recall(1000).map(({ seq }) => seq)).toEqual(
    Array.from({ length: rememberedDecisions }, (_, index) => 3 * rememberedDecisions - index),
  )
  // A fill of an order whose decision is forgotten changes nothing.
  memory.addFill(1, 1, 5, 5)
  const restored = new AgentMemory(horizon, JSON.parse(JSON.stringify(memory.snapshot())))
  for (const one of [memory, restored]) one.review(10 * horizon, () => 103)
  expect(restored.snapshot()).toEqual(memory.snapshot())
  expect(restored.judged).toBe(rememberedDecisions)
})
