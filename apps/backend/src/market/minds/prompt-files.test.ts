import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type AgentAsk, createSimulation, defaultMarkets, type Micros } from '@strategraph/market-sim'
import { expect, it, onTestFinished } from 'vitest'
import { placeholdersOf, promptOf, readPromptFiles } from './prompt-files.ts'

const shipped = () => readPromptFiles(resolve(import.meta.dirname, '../../../prompts'))

it('the prompts that we ship ask for nothing but facts that LLM agents have', async () => {
  const simulation = createSimulation({
    seed: 1,
    startTime: 1_700_000_000_000_000 as Micros,
    instruments: defaultMarkets,
    population: [
      { persona: 'market-maker', count: 9 },
      { persona: 'llm-trader', count: 2 },
    ],
  })
  const asks: AgentAsk[] = []
  for (let second = 1; asks.length === 0 && second < 600; second += 1) {
    simulation.advance((1_700_000_000_000_000 + second * 1_000_000) as Micros)
    asks.push(...simulation.takeAsks())
  }
  const [ask] = asks
  const files = await shipped()
  expect(files.size).toBeGreaterThan(1)
  for (const [name, { role, question }] of files) {
    const unknown = placeholdersOf(role + question).filter((fact) => ask?.facts[fact] === undefined)
    expect({ name, unknown }).toEqual({ name, unknown: [] })
  }
})

it('agents of a persona take its characters in turn; a persona without a file has none', async () => {
  const files = await shipped()
  const characters = [0, 1, 2].map((agent) => promptOf(files, 'llm-trader', agent))
  expect(characters[0]).not.toEqual(characters[1])
  expect(characters[2]).toEqual(characters[0])
  expect(promptOf(files, 'llm', 0)).toBeUndefined()
})

it.each(['only a role', 'a role\n---\n', '---\na question', 'a\n---\nb\n---\nc'])(
  'a file that is not two parts is named: %j',
  async (text) => {
    const folder = await mkdtemp(join(tmpdir(), 'strategraph-prompts-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'broken.md'), text)
    await expect(readPromptFiles(folder)).rejects.toMatchObject({
      code: 'PROMPT_FILE_BROKEN',
      message: expect.stringContaining('broken.md'),
    })
  },
)
