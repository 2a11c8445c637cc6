import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SettingsFile } from '@strategraph/adapters'
import type { Example } from '@strategraph/protocol'
import { type NodeRegistry, parseDocument, type WorkflowDocument } from '@strategraph/strategy-core'
import { z } from 'zod'

/** Which workflows were made from which example, by workflow id. */
export const madeFromSchema = z.object({ isStarted: z.boolean(), examples: z.record(z.string(), z.string()) })
export type MadeFrom = z.output<typeof madeFromSchema>
export const madeFromNothing: MadeFrom = { isStarted: false, examples: {} }

interface LoadedExample {
  readonly id: string
  readonly document: WorkflowDocument
  readonly datasets: readonly string[]
}

export interface ExampleLibrary {
  readonly all: readonly LoadedExample[]
  find(id: string): LoadedExample | undefined
  exampleOf(workflowId: string): string | undefined
  remember(workflowId: string, example: string): Promise<void>
  /** True exactly once in the life of a data folder. */
  takeFirstStart(): Promise<boolean>
  toProtocol(): Example[]
}

export interface ExampleLibraryOptions {
  /** The repository's `examples/`; `<name>/workflow.json` each. Missing or broken ones are left out, and `onProblem` is told. */
  readonly folder: string
  readonly registry: NodeRegistry
  readonly memory: SettingsFile<MadeFrom>
  readonly onProblem: (message: string) => void
}

export async function openExampleLibrary({ folder, registry, memory, onProblem }: ExampleLibraryOptions): Promise<ExampleLibrary> {
  const known = await memory.read()
  let madeFrom = known.ok ? known.value : madeFromNothing
  const names = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const loaded = await Promise.all(
    names
      .filter((entry) => entry.isDirectory())
      .map((entry) => loadExample(join(folder, entry.name), entry.name, registry).catch((cause: unknown) => String(cause))),
  )
  const all: LoadedExample[] = []
  for (const example of loaded) {
    if (typeof example === 'string') onProblem(example)
    else all.push(example)
  }
  all.sort((a, b) => (a.id < b.id ? -1 : 1))

  const change = async (edit: (value: MadeFrom) => MadeFrom) => {
    const updated = await memory.update(edit)
    if (updated.ok) madeFrom = updated.value
  }
  return {
    all,
    find: (id) => all.find((example) => example.id === id),
    exampleOf: (workflowId) => (Object.hasOwn(madeFrom.examples, workflowId) ? madeFrom.examples[workflowId] : undefined),
    remember: (workflowId, example) => change((value) => ({ ...value, examples: { ...value.examples, [workflowId]: example } })),
    async takeFirstStart() {
      if (madeFrom.isStarted) return false
      await change((value) => ({ ...value, isStarted: true }))
      return true
    },
    toProtocol: () =>
      all.map(({ id, document, datasets }) => ({
        id,
        name: document.name,
        description: document.description,
        document: { ...document },
        datasets: [...datasets],
      })),
  }
}

async function loadExample(folder: string, id: string, registry: NodeRegistry): Promise<LoadedExample> {
  const json: unknown = JSON.parse(await readFile(join(folder, 'workflow.json'), 'utf8'))
  const parsed = parseDocument(json, registry)
  if (!parsed.ok) throw new Error(`example ${id}: ${parsed.problems[0]?.message ?? 'unreadable'}`)
  const files = await readdir(folder)
  return { id, document: parsed.value, datasets: files.filter((file) => /\.csv(\.gz)?$/.test(file)) }
}
