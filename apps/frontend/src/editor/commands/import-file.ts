import { importWorkflowText } from '../../app/new-workflow.ts'
import { toast } from '../../ui/toast.tsx'

const mostBytes = 1024 * 1024

/** Opens a strategy file in a new tab. */
export async function importFile(file: File): Promise<void> {
  if (file.size > mostBytes) {
    toast({ tone: 'error', text: `${file.name} is larger than 1 MiB and cannot be a strategy. Candles are imported under Data.` })
    return
  }
  await importWorkflowText(await file.text(), file.name)
}

/** Lets the user choose a strategy file. */
export function pickAndImport(): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.json,application/json'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file !== undefined) void importFile(file)
  })
  input.click()
}
