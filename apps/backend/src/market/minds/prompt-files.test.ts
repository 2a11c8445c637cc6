import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readPromptFiles } from './prompt-files.ts'

it('the prompts that we ship can be read, and that of the default LLM trader is among them', async () => {
  const files = await readPromptFiles(resolve(import.meta.dirname, '../../../prompts'))
  expect([...files.keys()]).toContain('llm-trader')
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
