import type { Example, Run, WorkflowSummary } from '@strategraph/protocol'
import { FileUp, Play, Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api } from '../api/client.ts'
import { cacheRun, keys, queryClient, useExamples, useRuns, useWorkflows } from '../api/queries.ts'
import { watchRuns } from '../api/stream.ts'
import { newWorkflow } from '../app/new-workflow.ts'
import { navigate } from '../app/router.ts'
import { pickAndImport } from '../editor/commands/import-file.ts'
import { useNow } from '../runs/use-now.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/empty-state.tsx'
import { errorText, ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { ExampleCard } from './example-card.tsx'
import { PageDrop } from './page-drop.tsx'
import { activeRun, heroRun, latestResult, ownStrategies, untouchedCopy } from './gallery-lists.ts'
import { HeroCard } from './hero-card.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { StrategyRow } from './strategy-row.tsx'

const CrashDialog = lazy(() => import('../crash-tests/crash-dialog.tsx').then((module) => ({ default: module.CrashDialog })))

/** First page: an example that trades on the simulated market, the user's strategies, and what to start from. */
export function GalleryPage() {
  const workflows = useWorkflows()
  const runs = useRuns()
  const examples = useExamples()
  useFollowRuns()
  const failed = [workflows, runs].find((query) => query.error !== null && query.data === undefined)
  return (
    <main className="h-full overflow-y-auto">
      <div className="mx-auto max-w-6xl space-y-8 px-6 py-7 max-sm:space-y-6 max-sm:px-3 max-sm:py-4">
        <header className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h1 className="font-semibold text-2xl tracking-tight">Draw a strategy, test it, watch it trade</h1>
            <p className="text-ink-soft">Everything here runs on simulated accounts: no real money is involved.</p>
          </div>
          <div className="flex gap-2">
            <Button onClick={pickAndImport} className="h-8">
              <FileUp aria-hidden="true" className="size-4" /> Import
            </Button>
            <Button look="primary" onClick={() => void newWorkflow()} className="h-8">
              <Plus aria-hidden="true" className="size-4" /> New strategy
            </Button>
          </div>
        </header>
        {failed === undefined ? null : (
          <ProblemNote
            title="Your strategies could not be loaded."
            error={failed.error}
            retry={() => void Promise.all([workflows.refetch(), runs.refetch()])}
          />
        )}
        {workflows.data === undefined || runs.data === undefined ? (
          failed === undefined ? (
            <div className="h-64">
              <Loading what="your strategies" />
            </div>
          ) : null
        ) : (
          <Content workflows={workflows.data} runs={runs.data} examples={examples.data ?? []} />
        )}
        {examples.error === null ? null : (
          <ProblemNote title="The examples could not be loaded." error={examples.error} retry={() => void examples.refetch()} />
        )}
      </div>
      <PageDrop />
    </main>
  )
}

/** Lists follow what the server says; a run that begins or ends also changes its strategy's line. */
function useFollowRuns(): void {
  useEffect(() => {
    // The stream may have changed what the lists were read from.
    void queryClient.invalidateQueries({ queryKey: keys.workflows })
    void queryClient.invalidateQueries({ queryKey: keys.runs() })
    const status = new Map<string, Run['status']>()
    return watchRuns((run) => {
      const before = status.get(run.id)
      status.set(run.id, run.status)
      cacheRun(run)
      if (before !== run.status) void queryClient.invalidateQueries({ queryKey: keys.workflows })
    })
  }, [])
}

interface ContentProps {
  readonly workflows: readonly WorkflowSummary[]
  readonly runs: readonly Run[]
  readonly examples: readonly Example[]
}

function Content({ workflows, runs, examples }: ContentProps) {
  const now = useNow(30_000)
  const [renaming, setRenaming] = useState<WorkflowSummary>()
  const [testing, setTesting] = useState<WorkflowSummary>()
  const hero = heroRun(runs, workflows)
  const heroWorkflow = workflows.find((workflow) => workflow.id === hero?.workflowId)
  const own = ownStrategies(workflows, runs, examples)
  return (
    <>
      {hero === undefined || heroWorkflow === undefined ? (
        <NothingRuns workflows={workflows} />
      ) : (
        <HeroCard key={hero.id} run={hero} workflow={heroWorkflow} />
      )}
      <section aria-labelledby="own">
        <h2 id="own" className="mb-2 font-semibold text-base">
          Your strategies
        </h2>
        {own.length === 0 ? (
          <p className="rounded-xl border border-line border-dashed px-4 py-5 text-center text-ink-soft">
            What you change or run is kept here. Open an example below, begin with a{' '}
            <button type="button" className="text-accent underline" onClick={() => void newWorkflow()}>
              new strategy
            </button>
            , or drop a strategy file onto this page.
          </p>
        ) : (
          <ul className="overflow-hidden rounded-xl border border-line bg-surface">
            {own.map((workflow) => (
              <StrategyRow
                key={workflow.id}
                workflow={workflow}
                active={activeRun(workflow, runs)}
                latest={latestResult(workflow.id, runs)}
                now={now}
                onRename={() => setRenaming(workflow)}
                onCrashTests={() => setTesting(workflow)}
              />
            ))}
          </ul>
        )}
      </section>
      {examples.length === 0 ? null : (
        <section aria-labelledby="examples">
          <h2 id="examples" className="mb-2 font-semibold text-base">
            Examples to start from
          </h2>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-3">
            {examples.map((example) => (
              <ExampleCard key={example.id} example={example} copy={untouchedCopy(example.id, workflows, runs)} />
            ))}
          </ul>
        </section>
      )}
      {testing === undefined ? null : (
        <Suspense fallback={null}>
          <CrashDialog workflowId={testing.id} name={testing.name} onClose={() => setTesting(undefined)} />
        </Suspense>
      )}
      {renaming === undefined ? null : <RenameDialog workflow={renaming} onClose={() => setRenaming(undefined)} />}
    </>
  )
}

/** Nothing trades: one press starts an example on the simulated market and shows it. */
function NothingRuns({ workflows }: { readonly workflows: readonly WorkflowSummary[] }) {
  const [isBusy, setBusy] = useState(false)
  const candidate =
    workflows.find((workflow) => workflow.example === 'ema-cross-rsi-filter' && workflow.errors === 0) ??
    workflows.find((workflow) => workflow.example !== undefined && workflow.errors === 0)
  if (candidate === undefined) return null
  const start = async () => {
    setBusy(true)
    try {
      cacheRun(await api.startRun({ body: { mode: 'dry-run', workflowId: candidate.id } }))
      navigate({ page: 'workflow', workflowId: candidate.id })
    } catch (error) {
      toast({ tone: 'error', text: 'The strategy did not start.', detail: errorText(error) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      aria-label="Nothing trades right now"
      className="flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-line bg-surface p-6 max-sm:p-4"
    >
      <div>
        <h2 className="font-semibold text-lg">Nothing trades right now</h2>
        <p className="text-ink-soft">Start “{candidate.name}” on the simulated market and watch its decisions on the canvas.</p>
      </div>
      <Button look="primary" className="h-9 px-4" disabled={isBusy} onClick={() => void start()}>
        <Play aria-hidden="true" className="size-4 fill-current" /> {isBusy ? 'Starting …' : 'Start and watch'}
      </Button>
    </section>
  )
}
