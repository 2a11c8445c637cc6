import type { WorkflowSummary } from '@strategraph/protocol'
import { api } from '../api/client.ts'
import { keys, queryClient } from '../api/queries.ts'
import { closeTab, putTab, useTabs } from '../app/tabs.ts'
import { errorText } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'

const refresh = () => queryClient.invalidateQueries({ queryKey: keys.workflows })

/** Runs an action and says what went wrong. */
async function attempt(failure: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action()
    await refresh()
    return true
  } catch (error) {
    toast({ tone: 'error', text: failure, detail: errorText(error) })
    return false
  }
}

/** A new name is a new revision; an autosaved draft keeps its edits and gets the name too. */
export const renameStrategy = ({ id }: WorkflowSummary, name: string): Promise<boolean> =>
  attempt('The strategy could not be renamed.', async () => {
    const { revision, document, draft } = await api.readWorkflow({ params: { id } })
    const saved = await api.saveWorkflow({ params: { id }, body: { revision, document: { ...document, name } } })
    if (draft !== undefined) await api.saveDraft({ params: { id }, body: { revision: saved.revision, document: { ...draft, name } } })
    if (useTabs.getState().tabs.some((tab) => tab.workflowId === id)) putTab({ workflowId: id, name })
  })

export const duplicateStrategy = ({ id }: WorkflowSummary): Promise<boolean> =>
  attempt('The strategy could not be duplicated.', async () => {
    const { document, draft, name } = await api.readWorkflow({ params: { id } })
    const copyName = `${name} (copy)`.slice(0, 200)
    await api.createWorkflow({ body: { name: copyName, document: { ...(draft ?? document), name: copyName } } })
    toast({ tone: 'info', text: `“${copyName}” was made.` })
  })

export const exportStrategy = ({ id, name }: WorkflowSummary): Promise<boolean> =>
  attempt('The strategy could not be exported.', async () => {
    const json = await api.exportWorkflow({ params: { id } })
    const url = URL.createObjectURL(new Blob([JSON.stringify(json, null, 2)], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `${name.replace(/[^\p{L}\p{N} _-]/gu, '').trim() || 'strategy'}.strategy.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 1000)
  })

/** Into the bin, with a way back. */
export const deleteStrategy = ({ id, name }: WorkflowSummary): Promise<boolean> =>
  attempt('The strategy could not be deleted.', async () => {
    await api.deleteWorkflow({ params: { id } })
    const wasOpen = useTabs.getState().tabs.some((tab) => tab.workflowId === id)
    if (wasOpen) closeTab(id)
    toast({
      tone: 'info',
      text: `“${name}” was deleted.`,
      action: {
        label: 'Undo',
        run: () =>
          void attempt('The strategy could not be brought back.', async () => {
            await api.restoreWorkflow({ params: { id } })
            if (wasOpen) putTab({ workflowId: id, name })
          }),
      },
    })
  })
