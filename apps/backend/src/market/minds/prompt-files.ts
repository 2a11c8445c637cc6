import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What an agent's model is told: who it is, and a question with `{{name}}` where a fact is to stand. */
export interface PromptFile {
  readonly role: string
  readonly question: string
}

/** A prompt file that cannot be used is a mistake of ours or of whoever edited it: the server says so at its start. */
export class PromptFileError extends Error {
  readonly code = 'PROMPT_FILE_BROKEN'
}

const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9_]*)\s*\}\}/g

/** Every `.md` of the folder by its name without the ending. Role and question are parted by a line `---`. */
export async function readPromptFiles(folder: string): Promise<ReadonlyMap<string, PromptFile>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).toSorted()
  return new Map(
    await Promise.all(names.map(async (name) => [name.slice(0, -3), parse(name, await readFile(join(folder, name), 'utf8'))] as const)),
  )
}

function parse(name: string, text: string): PromptFile {
  const [role = '', question = '', ...more] = text.split(/^---$/m).map((part) => part.trim())
  if (role === '' || question === '' || more.length > 0)
    throw new PromptFileError(`${name}: a role and a question are wanted, with one line --- between them`)
  return { role, question }
}

/** The prompt of one agent: a persona may have several characters (`<persona>.md`, `<persona>.<character>.md`), dealt out in turn. */
export function promptOf(files: ReadonlyMap<string, PromptFile>, persona: string, agent: number): PromptFile | undefined {
  const characters = [...files].filter(([name]) => name === persona || name.startsWith(`${persona}.`))
  return characters[agent % characters.length]?.[1]
}

/** The names of the facts that a question asks for. */
export const placeholdersOf = (text: string): readonly string[] => [...text.matchAll(placeholder)].map(([, name = '']) => name)

/** Puts facts in their places, once: a fact that holds `{{...}}` itself stays as it is, so that it reaches no other fact. */
export function fillQuestion(question: string, facts: Readonly<Record<string, string>>): string {
  return question.replaceAll(placeholder, (_, name: string) => (Object.hasOwn(facts, name) ? (facts[name] ?? '') : 'unknown'))
}
