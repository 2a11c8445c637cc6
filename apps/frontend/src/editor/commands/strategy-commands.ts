import { openOverlay } from '../../app/overlays.ts'
import { newWorkflow } from '../../app/new-workflow.ts'
import { toast } from '../../ui/toast.tsx'
import { pickAndImport } from './import-file.ts'
import { exportDocument } from './export-document.ts'
import type { Command, CommandContext } from './command.ts'

async function save({ saving }: CommandContext): Promise<void> {
  if (saving === undefined) return
  const revision = await saving.save()
  if (revision !== undefined) toast({ tone: 'info', text: `Saved as revision ${revision}.` })
}

export const strategyCommands: readonly Command[] = [
  {
    id: 'save',
    title: 'Save a revision',
    group: 'Strategy',
    keys: ['Mod+S'],
    scope: 'anywhere',
    edits: true,
    run: (context) => void save(context),
  },
  { id: 'crash-tests', title: 'Crash tests …', group: 'Strategy', run: () => openOverlay('crash-tests') },
  { id: 'history', title: 'Revisions …', group: 'Strategy', keys: ['Mod+H'], run: () => openOverlay('history') },
  {
    id: 'export',
    title: 'Export to a file',
    group: 'Strategy',
    keys: ['Mod+E'],
    run: ({ store }) => exportDocument(store.getState().document),
  },
  { id: 'import', title: 'Import a file …', group: 'Strategy', run: pickAndImport },
  { id: 'new', title: 'New strategy', group: 'Strategy', run: () => void newWorkflow() },
  { id: 'import-data', title: 'Import candles …', group: 'Strategy', run: () => openOverlay('import-data') },
  {
    id: 'start',
    title: 'Start the run',
    group: 'Run',
    keys: ['Mod+Enter'],
    scope: 'anywhere',
    isEnabled: ({ run }) => !run.isActive,
    run: ({ run }) => run.start(),
  },
  {
    id: 'stop',
    title: 'Stop the run',
    group: 'Run',
    keys: ['Mod+.'],
    scope: 'anywhere',
    isEnabled: ({ run }) => run.isActive,
    run: ({ run }) => run.stop(),
  },
]
