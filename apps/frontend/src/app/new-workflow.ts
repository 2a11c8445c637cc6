import { api } from '../api/client.ts'
import { keys, queryClient } from '../api/queries.ts'
import { errorText } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { navigate } from './router.ts'
import { putTab } from './tabs.ts'

type CreateBody = Parameters<typeof api.createWorkflow>[0]['body']

async function openMade(make: Promise<Awaited<ReturnType<typeof api.createWorkflow>>>, failure: string): Promise<string | undefined> {
  try {
    const made = await make
    await queryClient.invalidateQueries({ queryKey: keys.workflows })
    putTab({ workflowId: made.id, name: made.name })
    navigate({ page: 'workflow', workflowId: made.id })
    return made.id
  } catch (error) {
    toast({ tone: 'error', text: failure, detail: errorText(error) })
    return undefined
  }
}

/** Creates a strategy (empty, or from an example) and opens it in a new tab. Its id, or undefined where it failed (told to the user). */
export function newWorkflow(body: CreateBody = { name: 'New strategy' }): Promise<string | undefined> {
  return openMade(api.createWorkflow({ body }), 'The strategy could not be created.')
}

/** Opens JSON text as a new strategy in a new tab; never over another one. */
export async function importWorkflowText(text: string, fileName: string): Promise<string | undefined> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    toast({ tone: 'error', text: `${fileName} is not a strategy file: it is not JSON.`, detail: errorText(error) })
    return undefined
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    toast({ tone: 'error', text: `${fileName} is not a strategy file.` })
    return undefined
  }
  return openMade(api.importWorkflow({ body: Object.fromEntries(Object.entries(parsed)) }), `${fileName} could not be imported.`)
}
